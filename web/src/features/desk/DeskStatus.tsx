import { CircleCheck, CircleDot } from 'lucide-react'
import type { Schemas } from '@/api/client'
import { Tag } from '@/ui/Tag'

export function DeskStatus({ status }: { status: Schemas['StatusOut'] }) {
  return (
    <Tag tone={status.closed ? 'green' : 'plain'} icon={status.closed ? CircleCheck : CircleDot}>
      {status.name}
    </Tag>
  )
}
