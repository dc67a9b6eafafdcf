import type { Schemas } from '@/api/client'

export type Entry = Schemas['AuditEntryOut']

/** By the part of an action before its dot. */
export const KINDS: readonly { value: string; label: string }[] = [
  { value: 'user', label: 'Users and sign-ins' },
  { value: 'token', label: 'API tokens' },
  { value: 'account', label: 'Account' },
  { value: 'settings', label: 'Preferences' },
  { value: 'connection', label: 'Ticketing systems' },
  { value: 'model', label: 'Models' },
  { value: 'retention', label: 'Deletion of old sessions' },
  { value: 'session', label: 'Sessions' },
  { value: 'fact', label: 'Facts' },
  { value: 'check', label: 'Checks' },
  { value: 'fix', label: 'Fixes' },
  { value: 'script', label: 'Scripts' },
  { value: 'diagram', label: 'Network diagrams' },
  { value: 'draft', label: 'Draft templates' },
  { value: 'template', label: 'Templates' },
  { value: 'attachment', label: 'Attachments' },
  { value: 'note', label: 'Notes' },
  { value: 'writeback', label: 'Write-backs' },
]

/** What was done, after the name of who did it. */
const ACTS: Record<string, string> = {
  'account.change': 'changed the account',
  'attachment.add': 'added an attachment',
  'attachment.remove': 'removed an attachment',
  'check.report': 'had a check reported done',
  'check.retract': 'removed a check',
  'check.undo': 'put a check back',
  'connection.change': 'changed a ticketing system',
  'connection.create': 'connected a ticketing system',
  'connection.map_status': 'mapped a status',
  'connection.poll': 'changed how often tickets are read',
  'connection.remove': 'disconnected a ticketing system',
  'connection.webhook_off': 'turned callbacks off',
  'connection.webhook_on': 'turned callbacks on',
  'diagram.archive': 'archived a network diagram',
  'diagram.change': 'changed a network diagram',
  'diagram.create': 'made a network diagram',
  'diagram.restore': 'restored a network diagram',
  'draft.create': 'saved a draft template',
  'draft.discard': 'discarded a draft template',
  'draft.prompt': 'answered whether to keep a draft',
  'draft.publish': 'published a draft template',
  'fact.diagram': 'added a network diagram to a session',
  'fact.replace': 'had a fact replaced',
  'fact.retract': 'removed a fact',
  'fact.undo': 'put a fact back',
  'fix.acknowledge': 'acknowledged a warning of a fix',
  'fix.apply': 'applied a fix',
  'fix.propose': 'proposed a fix',
  'fix.decision': 'decided on a fix',
  'fix.decision.undo': 'took a decision on a fix back',
  'fix.outcome': 'recorded the outcome of a fix',
  'fix.outcome.undo': 'took the outcome of a fix back',
  'lease.hand_over': 'handed the editing over',
  'lease.take_over': 'took the editing over',
  'model.change': 'changed a model',
  'model.create': 'added a model',
  'model.remove': 'removed a model',
  'note.escalation.confirm': 'confirmed an escalation note',
  'note.resolution.confirm': 'confirmed a resolution note',
  'playbook.archive': 'archived a playbook',
  'playbook.create': 'wrote a playbook',
  'playbook.publish': 'published a playbook',
  'playbook.restore': 'brought a playbook back',
  'playbook.save': 'saved a playbook',
  'retention.change': 'changed how long sessions are kept',
  'retention.delete': 'deleted old sessions',
  'script.acknowledge': 'acknowledged a warning of a script',
  'script.generate': 'generated a script',
  'session.case': 'made an evaluation case of a session',
  'session.change': 'changed a session',
  'session.export': 'exported a session',
  'session.pickup': 'picked an escalated session up',
  'session.reopen': 'reopened a session',
  'session.return': 'returned an escalated session with questions',
  'settings.change': 'changed preferences',
  'template.archive': 'archived a template',
  'template.create': 'created a template',
  'template.rename': 'renamed a template',
  'template.restore': 'restored a template',
  'template.revise': 'revised a template',
  'token.create': 'made an API token',
  'token.revoke': 'revoked an API token',
  'user.change': 'changed a user',
  'user.create': 'invited a user',
  'user.link': 'made a sign-in link for a user',
  'user.password': 'set a password',
  'user.sign_in': 'signed in',
  'user.sign_out': 'ended sign-ins elsewhere',
  'writeback.retry': 'retried a write-back',
  'writeback.set_status': 'set the status of a ticket',
}

/** An act that this page does not know yet still reads: "thing.new_act" as "thing: new act". */
export const actOf = (action: string): string => ACTS[action] ?? action.replace('.', ': ').replaceAll(/[._]/g, ' ')

const ONESELF = new Set(['user.sign_in', 'user.sign_out', 'user.password'])

/** Whom it was done to, where that is a user and not who did it. */
export const isAboutUser = ({ action }: Entry): boolean => action.startsWith('user.') && !ONESELF.has(action)

export interface Change {
  name: string
  before: string | undefined
  after: string | undefined
}

function word(value: unknown): string {
  if (value === null || value === undefined || value === '') return 'nothing'
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  if (Array.isArray(value) && value.length > 0 && value.every(isFinding)) return value.length === 1 ? '1 finding' : `${value.length} findings`
  if (Array.isArray(value)) return value.length === 0 ? 'none' : value.map(word).join(', ')
  if (typeof value === 'object') {
    const parts = Object.entries(value).map(([name, one]) => `${label(name)} ${word(one)}`)
    return parts.length === 0 ? 'none' : parts.join(', ')
  }
  if (typeof value !== 'string') return JSON.stringify(value)
  // Enough to tell it from others; the CSV has all of it.
  return SHA_256.test(value) ? `${value.slice(0, 12)}…` : value
}

const SHA_256 = /^[0-9a-f]{64}$/
/** The id that a note's finding has: of them only the number tells something. */
const isFinding = (value: unknown) => typeof value === 'string' && /^[0-9a-f]{16}$/.test(value)
/** Members whose values are words of ours. */
const CODES = new Set(['status', 'decision'])

const code = (value: string) => (value === 'todo' ? 'to do' : label(value))
const label = (name: string) => name.replaceAll('_', ' ')

/** Member by member, what was there and what is; what stayed as it was is left out. Nested ones are named by their path. */
export function changesOf({ before, after }: Pick<Entry, 'before' | 'after'>): Change[] {
  const names = [...new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])]
  return names.flatMap((name): Change[] => {
    const [was, is] = [before?.[name], after?.[name]]
    if (JSON.stringify(was) === JSON.stringify(is)) return []
    if (isPlainObject(was) && isPlainObject(is)) {
      return changesOf({ before: was, after: is }).map((one) => ({ ...one, name: `${label(name)}, ${one.name}` }))
    }
    const tell = (value: unknown) => (value === undefined ? undefined : CODES.has(name) ? code(word(value)) : word(value))
    return [{ name: label(name), before: tell(was), after: tell(is) }]
  })
}

const isPlainObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
