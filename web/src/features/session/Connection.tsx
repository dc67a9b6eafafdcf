import type { StreamState } from '@/api/events'
import { OFFLINE, online } from '@/api/connection'
import { useStore } from '@/lib/store'
import { Button } from '@/ui/Button'
import { Tag } from '@/ui/Tag'

/** Says nothing while all is well. `waiting`: changes that are kept here. */
export function Connection({ state, waiting, onReconnect }: { state: StreamState; waiting: number; onReconnect: () => void }) {
  const isOnline = useStore(online)
  if (state === 'refused') return <Tag tone="red">Not live</Tag>
  const away = state === 'reconnecting' || !isOnline
  const counted = waiting === 0 ? '' : `, ${waiting} to send`
  return (
    <span className="flex min-w-0 shrink-0 items-center gap-1">
      <span role="status" className="flex">
        {away && (
          <Tag tone="amber">
            {isOnline ? 'Reconnecting' : <Offline />}
            {counted}
          </Tag>
        )}
        {!away && waiting > 0 && <Tag>{`Sending ${waiting}`}</Tag>}
      </span>
      {away && isOnline && (
        <Button className="!h-7" onClick={onReconnect}>
          Now
        </Button>
      )}
    </span>
  )
}

const Offline = () => (
  <>
    Offline<span className="max-sm:sr-only">{OFFLINE.slice('Offline'.length)}</span>
  </>
)
