import { Select } from '@/ui/Field'
import { FormError } from '@/ui/states'
import { Tag } from '@/ui/Tag'
import { useMapStatus, type BoardMapping, type BoardTarget } from '../queries'
import { choicesOf } from './choices'

const LABELS: Record<string, string> = { resolution: 'After a resolution', escalation: 'After an escalation' }

export interface TargetSelectProps {
  connectionId: string
  board: BoardMapping
  target: BoardTarget
  isAdmin: boolean
}

/** The status that a note of one kind sets on one board. */
export function TargetSelect({ connectionId, board, target, isAdmin }: TargetSelectProps) {
  const map = useMapStatus(connectionId)
  const shown = map.isPending ? map.variables.status_id : target.stored
  const unset = target.problem === 'not_configured'
  return (
    <div className="flex min-w-0 flex-col items-start gap-1.5">
      <Select
        label={LABELS[target.kind] ?? target.kind}
        className="w-full"
        value={shown ?? ''}
        disabled={!isAdmin}
        options={choicesOf(board, target)}
        error={unset ? undefined : (target.sentence ?? undefined)}
        onChange={({ target: { value } }) => map.mutate({ board_id: board.id, kind: target.kind, status_id: value || null })}
      />
      {unset && <Tag>Not set: the status stays as it is</Tag>}
      {map.isPending && (
        <p role="status" className="late text-meta text-fg3">
          Saving
        </p>
      )}
      <FormError error={map.error} />
    </div>
  )
}
