import { Check, Copy } from 'lucide-react'
import { useState } from 'react'
import { copyText } from '@/lib/clipboard'
import { IconButton } from '@/ui/IconButton'
import { say } from '@/ui/toast'

export function CopyButton({ name, text }: { name: string; text: string }) {
  const [copied, setCopied] = useState(false)
  const copy = async () => {
    const done = await copyText(text)
    setCopied(done)
    if (!done) say.failed('The browser did not allow copying. Select the text and copy it by hand.')
  }
  return (
    <IconButton
      name={copied ? `${name} (copied)` : name}
      icon={copied ? Check : Copy}
      onClick={copy}
      onBlur={() => setCopied(false)}
    />
  )
}
