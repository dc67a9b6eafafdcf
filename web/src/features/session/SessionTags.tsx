import { ticketLine } from '@/features/sessions/queries'
import { nameOfStatus, StatusTag } from '@/features/sessions/StatusTag'
import { Tag } from '@/ui/Tag'
import type { Whole } from './model/types'

/** The ticket's status, as far as it was read, and the session's own: once where both say the same. */
export function SessionTags({ whole }: { whole: Whole }) {
  const { session } = whole
  // What the last write-back read is newer than the snapshot that the session holds.
  const newest = whole.writebacks.findLast(({ round, finished_at }) => round === session.round && finished_at)
  const status = newest?.late_change?.status ?? newest?.actual_status ?? ticketLine(session).status
  return (
    <>
      {status && status !== nameOfStatus(session.status) && <Tag>{status}</Tag>}
      <StatusTag status={session.status} changedSince={session.changed_since} />
    </>
  )
}
