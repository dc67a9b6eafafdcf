import { local } from '@/lib/local'
import { typed } from '@/lib/typed'
import { factEditName } from '../model/kept-text'
import type { Fact } from '../model/types'

type Bases = Record<string, Fact>

const nameOf = (sessionId: string) => `fact-bases.${sessionId}`

function read(sessionId: string): Bases {
  try {
    return JSON.parse(local.read(nameOf(sessionId)) || '{}') as Bases
  } catch {
    return {}
  }
}

const write = (sessionId: string, bases: Bases) =>
  local.write(nameOf(sessionId), Object.keys(bases).length > 0 ? JSON.stringify(bases) : '')

const isTyped = (factId: string) => typed.read(factEditName(factId)) !== ''

/** Each fact whose field is open, as it was when it was opened: after a reload, what others made of it since still shows. */
export const keptBases = {
  put: (sessionId: string, fact: Fact) => write(sessionId, { ...read(sessionId), [fact.id]: fact }),
  drop: (sessionId: string, factId: string) => {
    const { [factId]: dropped, ...others } = read(sessionId)
    if (dropped) write(sessionId, others)
  },
  /** Of a fact whose text was changed and not saved. */
  of: (sessionId: string, fact: Fact): Fact | undefined => (isTyped(fact.id) ? (read(sessionId)[fact.id] ?? fact) : undefined),
  all: (sessionId: string): Fact[] => Object.values(read(sessionId)).filter(({ id }) => isTyped(id)),
}
