import type { FormEvent } from 'react'
import type { ApiError } from '@/api/client'
import { fieldText } from '@/lib/form'
import { Button } from '@/ui/Button'
import { TextArea, TextField } from '@/ui/Field'

export interface FromProblemProps {
  busy: boolean
  error: ApiError | null
  onSend: (body: { problem: string; title?: string }) => void
}

export function FromProblem({ busy, error, onSend }: FromProblemProps) {
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    const title = fieldText(form, 'title').trim()
    onSend({ problem: fieldText(form, 'problem'), ...(title && { title }) })
  }
  return (
    <form onSubmit={submit} className="flex flex-col gap-4">
      <TextArea
        label="Problem"
        name="problem"
        rows={8}
        required
        hint="Paste the mail, the chat or the error as it came. It stays in Resolvent."
        error={error?.fieldMessage('problem')}
      />
      <TextField
        label="Title (optional)"
        name="title"
        hint="Left empty, the first words of the problem are the title."
        error={error?.fieldMessage('title')}
      />
      <Button type="submit" variant="primary" idle={busy} className="self-end">
        {busy ? 'Opening' : 'Open session'}
      </Button>
    </form>
  )
}
