import { useEffect } from 'react'
import { Button } from '@/ui/Button'
import { FormError } from '@/ui/states'
import { Card } from './Card'
import { CheckSteps } from './CheckSteps'
import { ConnectionSummary } from './ConnectionSummary'
import { InboundCard } from './InboundCard'
import { StatusMapping } from './mapping/StatusMapping'
import { useCheckConnection, type Connection, type Provider } from './queries'
import { RemoveConnection } from './RemoveConnection'

export interface ConnectionCardProps {
  connection: Connection
  /** Undefined: the local desk, which has no settings. */
  provider: Provider | undefined
  isAdmin: boolean
  /** Made just now: tested at once. */
  isNew: boolean
  onChange: () => void
}

export function ConnectionCard({ connection, provider, isAdmin, isNew, onChange }: ConnectionCardProps) {
  const check = useCheckConnection(connection.id)
  const test = check.mutate
  useEffect(() => {
    if (isNew) test()
  }, [isNew, test])
  const testing = check.isPending ? 'Testing' : 'Test connection'
  const changeable = isAdmin && provider !== undefined
  return (
    <Card
      title={connection.name}
      description={provider?.title ?? (connection.provider === 'local' ? 'Built in' : connection.provider)}
      actions={
        isAdmin && (
          <>
            {changeable && (
              <Button aria-label={`Change ${connection.name}`} onClick={onChange}>
                Change
              </Button>
            )}
            <Button aria-label={`${testing} ${connection.name}`} idle={check.isPending} onClick={() => check.mutate()}>
              {testing}
            </Button>
          </>
        )
      }
    >
      {provider && <ConnectionSummary connection={connection} provider={provider} />}
      {check.isPending && (
        <p role="status" className="late text-fg2">
          Trying the address, the sign-in and the rights of {connection.name}
        </p>
      )}
      <FormError error={check.error} />
      {check.data && !check.isPending && <CheckSteps report={check.data} onChange={changeable ? onChange : undefined} />}
      <StatusMapping connection={connection} isAdmin={isAdmin} />
      <InboundCard connection={connection} isAdmin={isAdmin} />
      {changeable && <RemoveConnection connection={connection} />}
    </Card>
  )
}
