import { X } from 'lucide-react'
import { useState, type FormEvent } from 'react'
import { useChangeOwn, type SavedFilter } from '@/api/own'
import { fieldText } from '@/lib/form'
import { Button } from '@/ui/Button'
import { Dialog } from '@/ui/Dialog'
import { TextField } from '@/ui/Field'
import { IconButton } from '@/ui/IconButton'
import { FormError } from '@/ui/states'

export interface SavedFiltersDialogProps {
  saved: readonly SavedFilter[]
  /** To be kept under a name; '' when there is nothing to keep. */
  search: string
  onClose: () => void
}

export default function SavedFiltersDialog({ saved, search, onClose }: SavedFiltersDialogProps) {
  const change = useChangeOwn()
  const [taken, setTaken] = useState(false)
  const save = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const name = fieldText(new FormData(event.currentTarget), 'name').trim()
    const isTaken = saved.some((one) => one.name === name)
    setTaken(isTaken)
    if (isTaken || change.isPending) return
    change.mutate({ saved_filters: [...saved, { name, search }] }, { onSuccess: onClose })
  }
  const remove = (name: string) => {
    if (!change.isPending) change.mutate({ saved_filters: saved.filter((one) => one.name !== name) })
  }
  return (
    <Dialog open onClose={onClose} title={search ? 'Save these filters' : 'Saved filters'}>
      <div className="flex flex-col gap-4">
        {search !== '' && (
          <form onSubmit={save} className="flex flex-col gap-3">
            <TextField
              label="Name"
              name="name"
              required
              maxLength={60}
              hint="Only you see it, in every browser you use."
              error={taken ? 'You have a filter of this name.' : change.error?.fieldMessage('saved_filters')}
            />
            <Button type="submit" variant="primary" idle={change.isPending} className="self-end">
              Save
            </Button>
          </form>
        )}
        {saved.length > 0 && (
          <ul aria-label="Saved filters" className="divide-y divide-line">
            {saved.map(({ name }) => (
              <li key={name} className="flex items-center justify-between gap-2 py-1">
                <span className="min-w-0 truncate">{name}</span>
                <IconButton name={`Remove ${name}`} icon={X} onClick={() => remove(name)} />
              </li>
            ))}
          </ul>
        )}
        {saved.length === 0 && search === '' && <p className="text-fg2">None is left. Set filters on the list to save them.</p>}
        {change.error?.errors.length === 0 && <FormError error={change.error} />}
      </div>
    </Dialog>
  )
}
