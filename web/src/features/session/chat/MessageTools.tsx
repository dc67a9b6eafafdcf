import { Link2 } from 'lucide-react'
import { copyText } from '@/lib/clipboard'
import { IconButton } from '@/ui/IconButton'
import { say } from '@/ui/toast'
import { linkTo } from './useMessageLink'

export function CopyLink({ messageId }: { messageId: string }) {
  const copy = async () => {
    const link = linkTo(messageId)
    if (await copyText(link)) say.done('Link to this message copied')
    else say.warn(`Copy this link by hand: ${link}`)
  }
  return <IconButton name="Copy a link to this message" icon={Link2} onClick={copy} />
}
