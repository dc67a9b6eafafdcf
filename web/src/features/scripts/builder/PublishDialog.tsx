import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { Button } from '@/ui/Button'
import { Dialog } from '@/ui/Dialog'
import { ScriptDiff } from '@/ui/editor'
import { TextField } from '@/ui/Field'
import { FormError } from '@/ui/states'
import { say } from '@/ui/toast'
import { templateQuery } from '../queries'
import { publishDraft } from './calls'
import type { DraftTemplate } from './edit'

export interface PublishDialogProps {
  draft: DraftTemplate
  version: number
  onClose: () => void
  onDone: (templateId: string) => void
}

/** What changes for everyone, and why: needs a sentence. */
export function PublishDialog({ draft, version, onClose, onDone }: PublishDialogProps) {
  const cache = useQueryClient()
  const [note, setNote] = useState(draft.edits_template_id ? '' : 'First version')
  const edited = useQuery({ ...templateQuery(draft.edits_template_id ?? ''), enabled: draft.edits_template_id !== null })
  const before = edited.data?.body ?? draft.original_script ?? ''
  const publish = useMutation({
    mutationFn: () => publishDraft(draft.id, { change_note: note.trim(), version }),
    onSuccess: (template) => {
      for (const queryKey of [['templates'], ['template'], ['drafts'], ['session']]) void cache.invalidateQueries({ queryKey })
      say.done(`“${template.title}” is published, version ${template.version}`)
      onDone(template.id)
    },
  })
  const blocked = draft.problems.length > 0
  return (
    <Dialog open wide onClose={onClose} title={draft.edits_template_id ? `Publish version ${(draft.edits_version ?? 0) + 1}` : 'Publish a new template'} description="Everyone at this desk is offered it from now on.">
      <form
        className="flex flex-col gap-3"
        onSubmit={(event) => {
          event.preventDefault()
          if (!blocked && note.trim()) publish.mutate()
        }}
      >
        {blocked && (
          <div role="alert" className="rounded-ctl bg-red-bg px-3 py-2 text-red-fg">
            <p>This has to be mended first:</p>
            <ul className="list-disc pl-5">
              {draft.problems.map(({ field, message }) => (
                <li key={field + message}>{message}</li>
              ))}
            </ul>
          </div>
        )}
        {before !== '' && before !== draft.body && (
          <ScriptDiff label="What changes" before={before} after={draft.body} language={draft.language} className="max-h-72 rounded-ctl border border-line" />
        )}
        <TextField label="What is new" required value={note} onChange={(event) => setNote(event.target.value)} />
        <FormError error={publish.error} />
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="primary" type="submit" idle={blocked || publish.isPending || note.trim() === ''}>
            {publish.isPending ? 'Publishing' : 'Publish'}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
