import { useQuery } from '@tanstack/react-query'
import { useState, type FormEvent } from 'react'
import { connectionsQuery } from '@/api/queries'
import { Dialog } from '@/ui/Dialog'
import { RadioCards } from '@/ui/RadioCards'
import { say } from '@/ui/toast'
import { DialogFooter, useAskedClose } from '../DialogFooter'
import { UnsavedGuard } from '../models/UnsavedGuard'
import { SaveConflict } from '../SaveConflict'
import { useChangeConnection, useCreateConnection, type Connection, type Provider } from '../queries'
import { ConnectionFields } from './ConnectionFields'
import { fieldsOf } from './fields'
import { differences, elsewhere, isSame, newValues, toChange, toCreate, valuesOf, type ConnectionValues } from './values'

export interface ConnectionDialogProps {
  /** The kinds to choose from; the connection's own alone when one is changed. */
  providers: readonly [Provider, ...Provider[]]
  /** Undefined: a new one. */
  connection: Connection | undefined
  onClose: () => void
  onSaved: (connection: Connection) => void
}

export default function ConnectionDialog({ providers, connection, onClose, onSaved }: ConnectionDialogProps) {
  const { data: stored } = useQuery(connectionsQuery)
  const create = useCreateConnection()
  const change = useChangeConnection(connection?.id ?? '')
  const [seen, setSeen] = useState(connection)
  const [chosen, setChosen] = useState(providers[0].name)
  // By kind, so that a look at another one loses nothing.
  const [typed, setTyped] = useState<Record<string, ConnectionValues | undefined>>({})
  const provider = providers.find(({ name }) => name === chosen) ?? providers[0]
  const fields = fieldsOf(provider.settings_schema)
  const initial = seen ? valuesOf(seen, fields) : newValues(provider, fields)
  const values = typed[chosen] ?? initial
  const dirty = !isSame(fields, values, initial)
  const { error, isPending } = connection ? change : create

  const save = (version: number | undefined) => {
    if (isPending) return
    const onSuccess = (saved: Connection) => {
      onClose()
      onSaved(saved)
      say.done(`${saved.name} is saved and is being tested.`)
    }
    if (version === undefined) create.mutate(toCreate(provider, fields, values), { onSuccess })
    else change.mutate(toChange(fields, values, version), { onSuccess })
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    save(seen?.version)
  }
  const { close, footer } = useAskedClose(dirty, onClose)
  const choose = (name: string) => {
    create.reset()
    setChosen(name)
  }
  const loadTheirs = (theirs: Connection) => {
    setSeen(theirs)
    setTyped({})
    change.reset()
  }
  const theirs = stored?.items.find(({ id }) => id === connection?.id)

  return (
    <Dialog
      open
      onClose={close}
      title={connection ? `Change ${connection.name}` : 'Connect a ticketing system'}
      description={connection ? provider.title : undefined}
      wide
    >
      <form onSubmit={submit} className="flex flex-col gap-4">
        {providers.length > 1 && (
          <RadioCards
            label="Kind of system"
            value={chosen}
            options={providers.map(({ name, title, about }) => ({ value: name, label: title, hint: about }))}
            onChange={choose}
          />
        )}
        {/* What has the focus is not left behind the buttons. */}
        <div className="grid gap-4 sm:grid-cols-2 [&_button]:scroll-mb-24 [&_input]:scroll-mb-24 [&_select]:scroll-mb-24">
          <ConnectionFields
            key={chosen}
            {...{ fields, values, error }}
            connection={seen}
            onChange={(next) => setTyped({ ...typed, [chosen]: next })}
          />
        </div>
        {error?.status === 412 && (
          <SaveConflict
            what="connection"
            gone="Somebody disconnected this system meanwhile."
            same="Its settings are as yours; a secret or a status may differ."
            theirs={theirs}
            differences={theirs ? differences(fields, values, valuesOf(theirs, fields)) : []}
            onTheirs={loadTheirs}
            onMine={({ version }) => save(version)}
          />
        )}
        {error && error.status !== 412 && <Elsewhere sentences={elsewhere(error, fields)} />}
        <DialogFooter save={connection ? 'Save' : 'Connect'} saving="Saving" isPending={isPending} {...footer} />
      </form>
      <UnsavedGuard dirty={dirty} />
    </Dialog>
  )
}

function Elsewhere({ sentences }: { sentences: readonly string[] }) {
  if (sentences.length === 0) return null
  return (
    <p role="alert" className="rounded-ctl bg-red-bg px-3 py-2 text-red-fg">
      {sentences.join(' ')}
    </p>
  )
}
