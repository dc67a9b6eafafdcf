import type { Schemas } from '@/api/client'
import { local } from '@/lib/local'
import { typed } from '@/lib/typed'
import type { Kind, Whole } from '../model/types'
import { namesOf, parseUnsaved } from './useNoteEdit'

const KINDS: readonly Kind[] = ['resolution', 'escalation']

type Me = Pick<Schemas['MeOut'], 'user_id'>

/** A round that ended without my text: it is offered in the round after it. */
export function keepPassedBy({ session, drafts, writebacks }: Whole, me: Me | undefined) {
  const { id, round, status } = session
  if (status === 'active' || !me) return
  for (const kind of KINDS) {
    const names = namesOf(id, kind, round)
    const stored = drafts.find(
      (one) => one.kind === kind && one.updated_by === me.user_id && one.version > Number(local.read(names.givenUp)),
    )
    const mine = (parseUnsaved(typed.read(names.unsaved)) ?? stored)?.markdown.trim() ?? ''
    const posted = writebacks.find((one) => one.kind === kind && one.round === round)
    const isPosted = posted && (posted.confirmed_by === me.user_id || posted.text.includes(mine))
    if (mine && !isPosted) typed.write(namesOf(id, kind, round + 1).kept, mine)
  }
}
