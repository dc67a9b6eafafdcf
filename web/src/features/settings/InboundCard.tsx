import { useQuery } from '@tanstack/react-query'
import { moment } from '@/lib/time'
import { CodeBlock } from '@/ui/CodeBlock'
import { Select } from '@/ui/Field'
import { ErrorState, FormError, Skeleton } from '@/ui/states'
import { choicesOf, inboundQuery, stateLine, troubleOf, useSetInbound, type Inbound, type InboundSet } from './inbound'
import { Tick } from './models/Tick'
import type { Connection } from './queries'

/** How Resolvent hears of what others do at this system's tickets. */
export function InboundCard({ connection, isAdmin }: { connection: Connection; isAdmin: boolean }) {
  const inbound = useQuery(inboundQuery(connection.id))
  return (
    <section aria-label={`Changes at ${connection.name}`} className="flex flex-col gap-3 border-t border-line pt-4">
      <h3 className="font-medium">Changes by others</h3>
      {inbound.isPending && <Skeleton lines={2} label="Reading how changes are noticed" />}
      {inbound.error && (
        <ErrorState
          what="How changes are noticed could not be read."
          error={inbound.error}
          onRetry={() => void inbound.refetch()}
        />
      )}
      {inbound.data && <Settings connection={connection} inbound={inbound.data} isAdmin={isAdmin} />}
    </section>
  )
}

function Settings({ connection, inbound, isAdmin }: { connection: Connection; inbound: Inbound; isAdmin: boolean }) {
  const change = useSetInbound(connection.id)
  const trouble = troubleOf(inbound, moment)
  const set = (values: Partial<InboundSet>) =>
    change.mutate({ poll_seconds: inbound.poll_seconds, webhook: inbound.webhook.on, ...values })
  return (
    <>
      <p className="text-fg2">{stateLine(inbound, moment)}</p>
      {trouble && <p className="text-red-fg">{trouble}</p>}
      <Select
        label="Read the tickets of open sessions"
        className="max-w-72"
        value={String(inbound.poll_seconds)}
        options={choicesOf(inbound.poll_seconds)}
        disabled={!isAdmin || change.isPending}
        onChange={(event) => set({ poll_seconds: Number(event.target.value) })}
      />
      {inbound.webhook.possible && (
        <Callbacks
          webhook={inbound.webhook}
          disabled={!isAdmin || change.isPending}
          onChange={(webhook) => set({ webhook })}
        />
      )}
      {change.data?.webhook.url && (
        <div className="flex flex-col gap-1">
          <p className="text-fg2">
            Callbacks were registered at {connection.name} with this address. It holds a secret and is not shown again.
          </p>
          <CodeBlock code={change.data.webhook.url} language="address" />
        </div>
      )}
      <FormError error={change.error} />
    </>
  )
}

interface CallbacksProps {
  webhook: Inbound['webhook']
  disabled: boolean
  onChange: (on: boolean) => void
}

function Callbacks({ webhook, disabled, onChange }: CallbacksProps) {
  const unreachable = !webhook.reachable && !webhook.on
  const hint = unreachable
    ? 'Needs RESOLVENT_PUBLIC_URL: the address under which this system reaches Resolvent.'
    : webhook.last_callback_at
      ? `Last callback ${moment(webhook.last_callback_at)}.`
      : webhook.on
        ? 'No callback came yet.'
        : 'Changes are seen within seconds; reading by itself stays on for callbacks that get lost.'
  return (
    <div className="flex flex-col gap-1">
      <Tick
        label="Let it call back when a ticket changes"
        checked={webhook.on}
        disabled={disabled || unreachable}
        onChange={onChange}
      />
      <p className="text-meta text-fg3">{hint}</p>
      {webhook.error && <p className="text-red-fg">The last callback was not taken. {webhook.error}</p>}
    </div>
  )
}
