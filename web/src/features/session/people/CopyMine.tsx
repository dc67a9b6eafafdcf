import { useState } from 'react'
import { copyText } from '@/lib/clipboard'
import { Button } from '@/ui/Button'
import { say } from '@/ui/toast'

/** My own text, where another person's stands instead. */
export function CopyMine({ text }: { text: string }) {
  const [copied, setCopied] = useState(false)
  const copy = async () => {
    const done = await copyText(text)
    setCopied(done)
    if (!done) say.failed('The browser did not allow copying. Select the text and copy it by hand.')
  }
  return (
    <Button small onClick={copy} onBlur={() => setCopied(false)}>
      {copied ? 'Copied' : 'Copy mine'}
    </Button>
  )
}
