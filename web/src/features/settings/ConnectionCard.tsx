import { useEffect, useRef } from 'react'
import { Button } from '@/ui/Button'
import { FormError } from '@/ui/states'
import { Card } from './Card'
import { useCheckConnection } from './check'
import { CheckSteps, RunningSteps } from './CheckSteps'
import { ConnectionSummary } from './ConnectionSummary'
import { InboundCard } from './InboundCard'
import { StatusMapping } from './mapping/StatusMapping'
import type { Connection, Provider } from './queries'
import { RemoveConnection } from './RemoveConnection'

export interface ConnectionCardProps {
  connection: Connection
  /** Undefined: the local desk, which has no settings. */
  provider: Provider | undefined
  isAdmin: boolean
  /** This version was saved just now: tested at once. */
  isNew: boolean
  onChange: () => void
}

export function ConnectionCard({ connection, provider, isAdmin, isNew, onChange }: ConnectionCardProps) {
  const { check, progress } = useCheckConnection(connection.id)
  const test = check.mutate
  const place = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (!isNew) return
    place.current?.scrollIntoView({ block: 'start' })
    test()
  }, [isNew, connection.version, test])
  const testing = check.isPending ? 'Testing' : 'Test connection'
  const failures = (check.data?.steps ?? []).filter(({ ok }) => ok === false).map(({ detail }) => detail)
  const changeable = isAdmin && provider !== undefined
  return (
    <div ref={place} className="scroll-mt-4">
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
        {check.isPending && <RunningSteps name={connection.name} progress={progress} />}
        <FormError error={check.error} />
        {check.data && !check.isPending && <CheckSteps report={check.data} onChange={changeable ? onChange : undefined} />}
        {provider && <ConnectionSummary connection={connection} provider={provider} />}
        <StatusMapping connection={connection} isAdmin={isAdmin} told={failures} />
        <InboundCard connection={connection} isAdmin={isAdmin} />
        {changeable && <RemoveConnection connection={connection} />}
      </Card>
    </div>
  )
}
