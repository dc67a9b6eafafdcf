import { Tag } from '@/ui/Tag'
import type { Status } from './model/edit'
import { STATUSES } from './words'

/** Icon, word and colour together. */
export function StatusMark({ status }: { status: Status }) {
  const { label, icon, tone } = STATUSES[status]
  return (
    <Tag tone={tone} icon={icon}>
      {label}
    </Tag>
  )
}

/** "2 down", "1 warning": how a diagram is, where anything is wrong. */
export function Trouble({ down, warning }: { down: number; warning: number }) {
  if (down + warning === 0) return <span className="text-fg3">–</span>
  return (
    <span className="inline-flex gap-1">
      {down > 0 && (
        <Tag tone="red" icon={STATUSES.down.icon}>
          {down} down
        </Tag>
      )}
      {warning > 0 && (
        <Tag tone="amber" icon={STATUSES.warning.icon}>
          {warning} warning
        </Tag>
      )}
    </span>
  )
}
