import type { Kind, Writeback } from '../model/types'

export type Tone = 'green' | 'amber' | 'red' | 'plain'

export interface Telling {
  tone: Tone
  text: string
  /** The system's own reason, where there is one. */
  detail?: string | undefined
  /** The label of the button that goes on where it stopped. */
  retry?: 'Retry' | 'Set again'
}

export const KIND_WORDS: Record<Kind, { note: string; visible: string; verb: string }> = {
  resolution: { note: 'Resolution note', visible: 'customer', verb: 'Resolve' },
  escalation: { note: 'Escalation package', visible: 'internal only', verb: 'Escalate' },
}

const UNREACHABLE = new Set(['psa_unavailable', 'psa_rate_limited', 'psa_unreachable'])
const clock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' })

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
      return { tone: 'green', text: 'Saved in Resolvent. No ticket is linked.' }
    case 'VERIFIED': {
      const at = writeback.finished_at ? ` (checked ${clock.format(new Date(writeback.finished_at))})` : ''
      return { tone: 'green', text: `Posted. ${system} shows ${actual}${at}.` }
    }
    case 'SKIPPED':
      return {
        tone: 'amber',
        text: 'Posted. Status not changed: no target status is set for this board.',
        detail: writeback.skipped_reason ?? undefined,
      }
    case 'REJECTED':
      return { tone: 'amber', text: `Posted, but ${system} still shows ${actual}.`, detail, retry: 'Set again' }
    case 'OVERRIDDEN':
      return { tone: 'amber', text: `Posted, but ${system} shows ${actual}.`, detail, retry: 'Set again' }
    case 'NEEDS_HUMAN':
      return { tone: 'red', text: needsHuman(writeback, system), detail, retry: 'Retry' }
  }
  if (writeback.finished_at === null) return underWay(writeback)
  if (writeback.note_id !== null) {
    return { tone: 'amber', text: `Posted, but ${system} could not be checked.`, detail, retry: 'Retry' }
  }
  if (errorText(writeback, 'code') === 'ticket_changed') {
    return { tone: 'amber', text: 'Not posted: the ticket was changed meanwhile. Confirm the note again.', detail }
  }
  if (unreachable) {
    return {
      tone: 'amber',
      text: `Not posted yet: ${system} could not be reached. Kept here, session still open.`,
      detail,
      retry: 'Retry',
    }
  }
  return { tone: 'red', text: `Not posted: ${system} refused (${detail.replace(/\.$/, '') || 'no reason given'}).`, retry: 'Retry' }
}

function needsHuman(writeback: Writeback, system: string): string {
  const code = errorText(writeback, 'code')
  if (code === 'note_gone') return `Our note is no longer in ${system}.`
  if (code === 'psa_visibility' && writeback.note_id === null) return `Not posted: ${system} did not keep the note internal.`
  return `Posted. Look at the ticket in ${system}.`
}

const underWay = (writeback: Writeback): Telling => ({
  tone: 'plain',
  text: progressOf(writeback),
  detail: `By ${writeback.confirmed_by_name} since ${clock.format(new Date(writeback.created_at))}.`,
})

const progressOf = ({ step, error }: Writeback): string => {
  if (step === 'PLANNED' || step === 'NOTE_SENDING') return 'Posting'
  // A reading failed, and the next one follows.
  return error ? 'Still checking…' : 'Checking ticket'
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
