import { clock } from '@/lib/time'
import type { Kind, Writeback } from '../model/types'

export type Tone = 'green' | 'amber' | 'red' | 'plain'

export interface Telling {
  tone: Tone
  text: string
  /** The system's own reason, where there is one. */
  detail?: string | undefined
  /** What can be done about it, the likeliest first; a message has room for two. */
  acts: readonly Act[]
}

/** `again` and `retry` go on where it stopped: the one sets the status alone. */
export type Act = 'open' | 'again' | 'retry' | 'copy' | 'link' | 'status' | 'settings'

export const KIND_WORDS: Record<Kind, { note: string; visible: string; verb: string }> = {
  resolution: { note: 'Resolution note', visible: 'customer', verb: 'Resolve' },
  escalation: { note: 'Escalation package', visible: 'internal only', verb: 'Escalate' },
}

const UNREACHABLE = new Set(['psa_unavailable', 'psa_rate_limited', 'psa_unreachable'])

const errorText = (writeback: Writeback, name: 'code' | 'detail'): string => {
  const value = writeback.error?.[name]
  return typeof value === 'string' ? value : ''
}

export const isDone = ({ step }: Writeback): boolean => step === 'VERIFIED' || step === 'SKIPPED' || step === 'LOCAL'
export const isUnderWay = (writeback: Writeback): boolean => !isDone(writeback) && writeback.finished_at === null

/** What became of a note, in the words that every surface uses. `system`: the name of the ticketing system. */
export function tell(writeback: Writeback, system: string): Telling {
  const detail = errorText(writeback, 'detail')
  const unreachable = UNREACHABLE.has(errorText(writeback, 'code'))
  const actual = writeback.actual_status ?? 'another status'
  switch (writeback.step) {
    case 'LOCAL':
      return { tone: 'green', text: 'Saved in Resolvent. No ticket is linked.', acts: ['link'] }
    case 'VERIFIED': {
      const at = writeback.finished_at ? ` (checked ${clock(new Date(writeback.finished_at))})` : ''
      return { tone: 'green', text: `Posted. ${system} shows ${actual}${at}.`, acts: ['open'] }
    }
    case 'SKIPPED':
      return {
        tone: 'amber',
        text: 'Posted. Status not changed: no target status is set for this board.',
        acts: ['status', 'settings'],
      }
    case 'REJECTED':
      return { tone: 'amber', text: `Posted, but ${system} still shows ${actual}.`, detail, acts: ['open', 'again'] }
    case 'OVERRIDDEN':
      return { tone: 'amber', text: `Posted, but ${system} shows ${actual}.`, detail, acts: ['open', 'again'] }
    case 'NEEDS_HUMAN':
      return { tone: 'red', text: needsHuman(writeback, system), detail, acts: ['open', 'retry'] }
  }
  if (writeback.finished_at === null) return underWay(writeback)
  if (writeback.note_id !== null) {
    return { tone: 'amber', text: `Posted, but ${system} could not be checked.`, detail, acts: ['open', 'retry'] }
  }
  if (errorText(writeback, 'code') === 'ticket_changed') {
    return { tone: 'amber', text: 'Not posted: the ticket was changed meanwhile. Confirm the note again.', detail, acts: ['copy'] }
  }
  return tellUnsent(unreachable, detail, system)
}

/** Nothing left: the system was out of reach, or said no. */
export function tellUnsent(unreachable: boolean, detail: string, system: string): Telling {
  if (!unreachable) {
    return { tone: 'red', text: `Not posted: ${system} refused (${detail.replace(/\.$/, '') || 'no reason given'}).`, acts: ['copy', 'settings'] }
  }
  const text = `Not posted yet: ${system} could not be reached. Kept here, session still open.`
  return { tone: 'amber', text, detail, acts: ['retry', 'copy'] }
}

export const isUnreachable = (code: string): boolean => UNREACHABLE.has(code)

function needsHuman(writeback: Writeback, system: string): string {
  const code = errorText(writeback, 'code')
  if (code === 'note_gone') return `Our note is no longer in ${system}.`
  if (code === 'psa_visibility' && writeback.note_id === null) return `Not posted: ${system} did not keep the note internal.`
  return `Posted. Look at the ticket in ${system}.`
}

const underWay = (writeback: Writeback): Telling => ({
  tone: 'plain',
  text: progressOf(writeback),
  detail: `By ${writeback.confirmed_by_name} since ${clock(new Date(writeback.created_at))}.`,
  acts: [],
})

const progressOf = (writeback: Writeback): string => {
  if (writeback.step === 'PLANNED' || writeback.step === 'NOTE_SENDING') return 'Posting'
  // A reading failed, and the next one follows.
  return writeback.error ? 'Still checking…' : 'Checking ticket'
}

/** The steps of a posting by their names, in order; `at` is the one that runs. */
export function stepsOf(writeback: Writeback | undefined): { names: readonly string[]; at: number } {
  const names = ['Reading ticket', 'Posting', 'Setting status', 'Checking ticket']
  const at = { PLANNED: 1, NOTE_SENDING: 1, NOTE_DONE: 1, NOTE_PROVEN: 2, STATUS_SENDING: 2, STATUS_SENT: 3 } as const
  const runs = writeback && writeback.finished_at === null ? writeback.step : undefined
  return { names, at: runs !== undefined && runs in at ? at[runs as keyof typeof at] : 0 }
}

const MINUTE = 60_000

/** What a look at the ticket some time after the posting found. */
export function tellLate(writeback: Writeback, system: string): string {
  const { late_change: late, finished_at: finished, actual_status: posted } = writeback
  if (!late) return ''
  const minutes = Math.max(1, Math.round((Date.parse(late.at) - Date.parse(finished ?? writeback.created_at)) / MINUTE))
  const after = minutes < 90 ? `${minutes} minute${minutes === 1 ? '' : 's'}` : `${Math.round(minutes / 60)} hours`
  if (late.status === null) return `${after} after posting, the ticket was no longer found in ${system}.`
  const by = late.by ? ` (last changed by ${late.by})` : ''
  return `${after} after posting, ${system} shows ${late.status} instead of ${posted ?? 'what was set'}${by}.`
}
