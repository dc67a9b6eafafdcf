import type { Schemas } from '@/api/client'
import type { Kind } from '../model/types'

interface Targets {
  resolution?: string | null
  escalation?: string | null
}

const membersOf = (value: unknown): Record<string, unknown> =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}

/** The status that this kind of note sets when nobody picks another: by board, by connection, then the account's. */
export function findTarget(
  preferences: Record<string, unknown>,
  connection: Pick<Schemas['ConnectionOut'], 'id' | 'provider' | 'status_targets'>,
  boardId: string | null,
  kind: Kind,
): string | undefined {
  const mapped = membersOf(preferences.status_targets) as Record<string, Targets | undefined>
  const accountWide = kind === 'resolution' ? preferences.cw_resolved_status_id : preferences.cw_escalated_status_id
  const candidates = [
    boardId && mapped[`${connection.id}/${boardId}`]?.[kind],
    mapped[connection.id]?.[kind],
    connection.status_targets[kind],
    connection.provider === 'connectwise' ? accountWide : undefined,
  ]
  const found = candidates.find((one) => typeof one === 'string' || typeof one === 'number')
  return found === undefined || found === '' ? undefined : String(found)
}
