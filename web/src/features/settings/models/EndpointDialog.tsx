import { useQuery } from '@tanstack/react-query'
import { useRef, useState, type FormEvent } from 'react'
import type { ApiError } from '@/api/client'
import { Dialog } from '@/ui/Dialog'
import { FormError } from '@/ui/states'
import { say } from '@/ui/toast'
import { DialogFooter, useAskedClose } from '../DialogFooter'
import { SaveConflict } from '../SaveConflict'
import { EndpointFields } from './EndpointFields'
import { modelsQuery, useChangeModel, useCreateModel } from './queries'
import { UnsavedGuard } from './UnsavedGuard'
import { differences, isSame, newValues, toCreate, toPatch, valuesOf, type Endpoint, type EndpointValues } from './values'

const FIELDS = ['name', 'model', 'base_url', 'key', 'uses', 'context_tokens']

/** Everything that no field of the form shows by itself. */
const isElsewhere = ({ errors }: ApiError) =>
  errors.length === 0 || errors.some(({ field }) => !FIELDS.includes(field.replace(/^body\./, '')))

export interface EndpointDialogProps {
  referenceModel: string
  /** Undefined: a new one. */
  endpoint: Endpoint | undefined
  /** Starts in the field of the key. */
  replaceKey: boolean
  onClose: () => void
}

export default function EndpointDialog({ referenceModel, endpoint, replaceKey, onClose }: EndpointDialogProps) {
  const { data: stored } = useQuery(modelsQuery)
  const create = useCreateModel()
  const change = useChangeModel(endpoint?.id ?? '')
  const [seen, setSeen] = useState(endpoint)
  const [initial, setInitial] = useState<EndpointValues>(() =>
    endpoint ? { ...valuesOf(endpoint), ...(replaceKey && { key: '' }) } : newValues(referenceModel),
  )
  const [values, setValues] = useState(initial)
  const keyField = useRef<HTMLInputElement>(null)
  const { error, isPending } = endpoint ? change : create
  const dirty = !isSame(values, initial)

  const save = (version: number | undefined) => {
    if (isPending) return
    const onSuccess = ({ name }: Endpoint) => {
      onClose()
      say.done(endpoint ? `${name} is saved.` : `${name} is added. Test it.`)
    }
    if (seen && version !== undefined) change.mutate(toPatch(values, seen, version), { onSuccess })
    else create.mutate(toCreate(values), { onSuccess })
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    save(seen?.version)
  }
  const { close, footer } = useAskedClose(dirty, onClose)
  const current = stored?.items.find(({ id }) => id === endpoint?.id)
  const loadTheirs = (theirs: Endpoint) => {
    setSeen(theirs)
    setInitial(valuesOf(theirs))
    setValues(valuesOf(theirs))
    change.reset()
  }

  return (
    <Dialog
      open
      onClose={close}
      title={endpoint ? `Change ${endpoint.name}` : 'Add a language model'}
      initialFocus={replaceKey ? keyField : undefined}
      wide
    >
      <form onSubmit={submit} className="grid gap-4 sm:grid-cols-2 [&_input]:scroll-mb-24 [&_select]:scroll-mb-24">
        <EndpointFields {...{ values, referenceModel, keyField }} endpoint={seen} onChange={setValues} error={error} />
        <div className="flex flex-col gap-3 sm:col-span-2">
          {error?.status === 412 ? (
            <SaveConflict
              what="model"
              gone="Somebody removed this model meanwhile."
              same="Its settings are as yours; its key may differ."
              theirs={current}
              differences={current ? differences(values, valuesOf(current)) : []}
              onTheirs={loadTheirs}
              onMine={({ version }) => save(version)}
            />
          ) : (
            error && isElsewhere(error) && <FormError error={error} />
          )}
          <DialogFooter save={endpoint ? 'Save' : 'Add'} saving="Saving" isPending={isPending} {...footer} />
        </div>
      </form>
      <UnsavedGuard dirty={dirty} />
    </Dialog>
  )
}
