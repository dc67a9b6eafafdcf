import type { RequestHandler } from 'msw'
import { ID, makeWhole, SessionServer } from '@/features/session/fixture'
import type { Whole } from '@/features/session/model/types'
import { at } from '@/testing/answers'
import type { Play, Screen } from './story'

interface Extra {
  answers?: RequestHandler[]
  play?: Play
  search?: string
  session?: Partial<Whole['session']>
  narrow?: boolean
}

/** The session page as it stands with these values. */
export function sessionScreen(name: string, values: Partial<Omit<Whole, 'session'>> = {}, extra: Extra = {}): Screen {
  const { answers = [], search = '', session, ...rest } = extra
  const handlers: RequestHandler[] = []
  new SessionServer({ use: (...more) => handlers.push(...(more as RequestHandler[])), at }, makeWhole(values, session))
  return { name, path: `/pilot/${ID}${search}`, answers: [...answers, ...handlers], ...rest }
}
