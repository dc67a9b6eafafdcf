import { useState, type FormEvent } from 'react'
import { fieldText } from '@/lib/form'
import { typed } from '@/lib/typed'
import { Button } from '@/ui/Button'
import { Dialog } from '@/ui/Dialog'
import { TextArea } from '@/ui/Field'
import { FormError } from '@/ui/states'
import { say } from '@/ui/toast'
import { useReturn } from './queries'

export interface ReturnDialogProps {
  sessionId: string
  /** Who gets it back. */
  to: string
  missing: readonly string[]
  onClose: () => void
}

const ASKED_OF_NOBODY = 'No question is asked of the next engineer.'

/** What is typed outlives the dialog and the page until it is sent. */
export default function ReturnDialog({ sessionId, to, missing, onClose }: ReturnDialogProps) {
  const name = `return.${sessionId}`
  const [text, setText] = useState(() => typed.read(name))
  const type = (next: string) => {
    setText(next)
    typed.write(name, next)
  }
  const giveBack = useReturn(sessionId, () => {
    typed.write(name, '')
    say.done(`Returned to ${to}`)
    onClose()
  })
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    if (!giveBack.isPending) giveBack.mutate(fieldText(new FormData(event.currentTarget), 'questions'))
  }
  const open = missing.filter((one) => one !== ASKED_OF_NOBODY)
  return (
    <Dialog open onClose={onClose} title="Return with questions" description={`The session is ${to}’s again, and shows what you ask.`}>
      <form onSubmit={submit} className="flex flex-col gap-4">
        <TextArea
          label="Questions"
          name="questions"
          rows={5}
          required
          value={text}
          onChange={(event) => type(event.target.value)}
          error={giveBack.error?.fieldMessage('questions')}
        />
        {open.length > 0 && (
          <Button small className="self-start" onClick={() => type([text.trim(), ...open].filter(Boolean).join('\n'))}>
            Add what is missing
          </Button>
        )}
        {giveBack.error?.errors.length === 0 && <FormError error={giveBack.error} />}
        <Button type="submit" variant="primary" idle={giveBack.isPending} className="self-end">
          {giveBack.isPending ? 'Returning' : `Return to ${to}`}
        </Button>
      </form>
    </Dialog>
  )
}
