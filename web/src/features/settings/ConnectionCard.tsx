import { useState } from 'react'
import { age } from '@/lib/time'
import { useNow } from '@/lib/useNow'
import { Button } from '@/ui/Button'
import { FormError } from '@/ui/states'
import { Card } from './Card'
import { CheckSteps } from './CheckSteps'
import { useCheckConnection, useRemoveConnection, type Connection } from './queries'
import { StatusTargets } from './StatusTargets'

const PROVIDERS: Record<string, string> = { local: 'Built in', rt: 'Request Tracker' }
const SHOWN: Record<string, string> = { url: 'Address', queue: 'Queue', user: 'User' }

export function ConnectionCard({ connection, isAdmin }: { connection: Connection; isAdmin: boolean }) {
  const check = useCheckConnection(connection.id)
  return (
    <Card
      title={connection.name}
      description={PROVIDERS[connection.provider] ?? connection.provider}
      actions={
        isAdmin && (
          <Button idle={check.isPending} onClick={() => check.mutate()}>
            {check.isPending ? 'Testing' : 'Test connection'}
          </Button>
        )
      }
    >
      <Summary connection={connection} />
      <FormError error={check.error} />
      {check.data && <CheckSteps report={check.data} />}
      <StatusTargets connection={connection} isAdmin={isAdmin} />
      {isAdmin && connection.provider !== 'local' && <Remove connection={connection} />}
    </Card>
  )
}

function Summary({ connection }: { connection: Connection }) {
  const now = useNow()
  const rows = Object.entries(SHOWN).flatMap(([key, name]) => {
    const value = connection.settings[key]
    return typeof value === 'string' ? [[name, value] as const] : []
  })
  const secret = connection.secret_set_at ? [['Secret', `set ${age(connection.secret_set_at, now)}`] as const] : []
  if (rows.length + secret.length === 0) return null
  return (
    <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1">
      {[...rows, ...secret].map(([name, value]) => (
        <div key={name} className="contents">
          <dt className="text-fg3">{name}</dt>
          <dd className="break-all">{value}</dd>
        </div>
      ))}
    </dl>
  )
}

function Remove({ connection }: { connection: Connection }) {
  const remove = useRemoveConnection(connection.id)
  const [asking, setAsking] = useState(false)
  return (
    <div className="flex flex-wrap items-center gap-2 border-t border-line pt-4">
      {asking ? (
        <>
          <p className="flex-1">Sessions keep their notes, but nothing can be posted to their tickets any more.</p>
          <Button variant="danger" idle={remove.isPending} onClick={() => remove.mutate(undefined)}>
            Disconnect
          </Button>
          <Button variant="ghost" onClick={() => setAsking(false)}>
            Keep
          </Button>
        </>
      ) : (
        <Button variant="ghost" onClick={() => setAsking(true)}>
          Disconnect {connection.name}
        </Button>
      )}
      <FormError error={remove.error} />
    </div>
  )
}
