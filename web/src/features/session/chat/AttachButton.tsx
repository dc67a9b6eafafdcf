import { Paperclip } from 'lucide-react'
import { useRef, type ChangeEvent } from 'react'
import { useActions } from '@/shell/actions'
import { IconButton } from '@/ui/IconButton'

/** What a file is, is for the server to tell: any can be picked. */
export function AttachButton({ onFiles }: { onFiles: (files: File[]) => void }) {
  const input = useRef<HTMLInputElement>(null)
  const pick = () => input.current?.click()
  useActions([{ id: 'attach', name: 'Attach files', group: 'Session', run: pick }])
  const take = ({ target }: ChangeEvent<HTMLInputElement>) => {
    onFiles([...(target.files ?? [])])
    // So that the same file can be picked again.
    target.value = ''
  }
  return (
    <>
      <IconButton name="Attach files" icon={Paperclip} onClick={pick} />
      <input ref={input} type="file" multiple hidden aria-label="Files to attach" onChange={take} />
    </>
  )
}
