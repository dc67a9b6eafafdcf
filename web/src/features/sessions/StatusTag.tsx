import { ArrowUpRight, CircleCheck, CircleDot } from 'lucide-react'
import { moment } from '@/lib/time'
import { Tag } from '@/ui/Tag'
import type { SessionStatus } from './filters'

const LOOKS = {
  active: { tone: 'accent', icon: CircleDot, label: 'Active' },
  resolved: { tone: 'green', icon: CircleCheck, label: 'Resolved' },
  escalated: { tone: 'plain', icon: ArrowUpRight, label: 'Escalated' },
} as const

export const nameOfStatus = (status: SessionStatus) => LOOKS[status].label

export interface StatusTagProps {
  status: SessionStatus
  /** Others moved the ticket after the session had been closed: when that was found. */
  changedSince?: string | null | undefined
}

export function StatusTag({ status, changedSince }: StatusTagProps) {
  const { tone, icon, label } = LOOKS[status]
  return (
    <span className="inline-flex items-center gap-1">
      <Tag tone={tone} icon={icon}>
        {/* A phone has no room for both: the icon says it there. */}
        <span className={changedSince ? 'max-sm:sr-only' : undefined}>{label}</span>
      </Tag>
      {changedSince && (
        <span title={`Others moved the ticket; found ${moment(changedSince)}`}>
          <Tag tone="amber">
            Changed<span className="max-[360px]:sr-only"> since</span>
          </Tag>
        </span>
      )}
    </span>
  )
}
