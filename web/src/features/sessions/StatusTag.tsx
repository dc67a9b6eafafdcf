import { ArrowUpRight, CircleCheck, CircleDot } from 'lucide-react'
import { Tag } from '@/ui/Tag'
import type { SessionStatus } from './filters'

const LOOKS = {
  active: { tone: 'accent', icon: CircleDot, label: 'Active' },
  resolved: { tone: 'green', icon: CircleCheck, label: 'Resolved' },
  escalated: { tone: 'plain', icon: ArrowUpRight, label: 'Escalated' },
} as const

export function StatusTag({ status }: { status: SessionStatus }) {
  const { tone, icon, label } = LOOKS[status]
  return (
    <Tag tone={tone} icon={icon}>
      {label}
    </Tag>
  )
}
