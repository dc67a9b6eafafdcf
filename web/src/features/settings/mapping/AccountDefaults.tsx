import { useQueries, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState, type FormEvent } from 'react'
import type { Schemas } from '@/api/client'
import { connectionsQuery, settingsQuery } from '@/api/queries'
import { Button } from '@/ui/Button'
import { TextField } from '@/ui/Field'
import { ErrorState, FormError, Skeleton } from '@/ui/states'
import { say } from '@/ui/toast'
import { Card } from '../Card'
import { useChangePreferences } from '../models/queries'
import { UnsavedGuard } from '../models/UnsavedGuard'
import { mappingQuery, type Connection } from '../queries'

const FIELDS = [
  { name: 'cw_resolved_status_id', label: 'Status id after a resolution' },
  { name: 'cw_escalated_status_id', label: 'Status id after an escalation' },
] as const

type Typed = Record<(typeof FIELDS)[number]['name'], string>

const storedIn = ({ preferences }: Schemas['SettingsOut']): Typed => ({
  cw_resolved_status_id: textOf(preferences.cw_resolved_status_id),
  cw_escalated_status_id: textOf(preferences.cw_escalated_status_id),
})

const textOf = (value: unknown) => (typeof value === 'number' ? String(value) : '')
const isId = (text: string) => /^\d{0,9}$/.test(text.trim())

/** By id, where it was read: "Completed, on Help Desk". */
function useStatusNames(connections: readonly Connection[]): ReadonlyMap<string, string> {
  const read = useQueries({ queries: connections.map(({ id }) => mappingQuery(id)) })
  const boards = read.flatMap(({ data }) => data?.boards ?? [])
  return new Map(boards.flatMap((board) => board.statuses.map(({ id, name }) => [id, `${name}, on ${board.name}`] as const)))
}

export interface AccountDefaultsProps {
  /** Those that these statuses count for. */
  connections: readonly Connection[]
  isAdmin: boolean
}

/** The account's statuses for every ConnectWise, on boards without a choice of their own. */
export function AccountDefaults({ connections, isAdmin }: AccountDefaultsProps) {
  const settings = useQuery(settingsQuery)
  const names = useStatusNames(connections)
  return (
    <Card
      title="All ConnectWise boards"
      description="Counts on boards that have no status of their own. A ConnectWise status belongs to one board and is refused on every other: choose a status for each board where you can."
    >
      {settings.isPending && <Skeleton lines={2} label="Reading the account’s statuses" />}
      {settings.error && (
        <ErrorState what="The account’s statuses could not be read." error={settings.error} onRetry={() => void settings.refetch()} />
      )}
      {settings.data && (
        <DefaultsForm key={JSON.stringify(storedIn(settings.data))} stored={storedIn(settings.data)} {...{ names, isAdmin }} />
      )}
    </Card>
  )
}

interface DefaultsFormProps {
  stored: Typed
  names: ReadonlyMap<string, string>
  isAdmin: boolean
}

function DefaultsForm({ stored, names, isAdmin }: DefaultsFormProps) {
  const cache = useQueryClient()
  const change = useChangePreferences()
  const [typed, setTyped] = useState(stored)
  const [tried, setTried] = useState(false)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setTried(true)
    if (change.isPending || FIELDS.some(({ name }) => !isId(typed[name]))) return
    const preferences = Object.fromEntries(FIELDS.map(({ name }) => [name, typed[name].trim() ? Number(typed[name]) : null]))
    change.mutate(preferences, {
      onSuccess: () => {
        say.done('The account’s statuses are saved.')
        void cache.invalidateQueries({ queryKey: connectionsQuery.queryKey })
      },
    })
  }
  const saving = change.isPending ? 'Saving' : 'Save'
  const wrong = (name: (typeof FIELDS)[number]['name']) =>
    tried && !isId(typed[name]) ? 'This is not a status id, as in 512.' : change.error?.fieldMessage(`preferences.${name}`)
  return (
    <form onSubmit={submit} className="grid items-start gap-4 sm:grid-cols-[1fr_1fr_auto]">
      {FIELDS.map(({ name, label }) => (
        <TextField
          key={name}
          label={label}
          inputMode="numeric"
          placeholder="Not set"
          disabled={!isAdmin}
          value={typed[name]}
          hint={names.get(typed[name].trim())}
          error={wrong(name)}
          onChange={({ target }) => setTyped({ ...typed, [name]: target.value })}
        />
      ))}
      {isAdmin && (
        <Button type="submit" className="sm:mt-6" aria-label={`${saving} the account’s statuses`} idle={change.isPending}>
          {saving}
        </Button>
      )}
      {change.error?.errors.length === 0 && <FormError error={change.error} />}
      <UnsavedGuard dirty={!change.isPending && FIELDS.some(({ name }) => typed[name] !== stored[name])} />
    </form>
  )
}
