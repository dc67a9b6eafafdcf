import { apply, isSame, type Act, type Edit } from './edit'

const MOST = 100
/** Steps that can be taken back. */

export interface History {
  past: readonly Edit[]
  present: Edit
  future: readonly Edit[]
  /** Of the last act: typing on in one field is one step. */
  last: string
}

export type Step = Act | { do: 'undo' } | { do: 'redo' } | { do: 'adopt'; edit: Edit }

export const begin = (present: Edit): History => ({ past: [], present, future: [], last: '' })

function keyOf(act: Act): string {
  switch (act.do) {
    case 'rename':
      return `rename:${Object.keys(act).join()}`
    case 'change-node':
    case 'change-edge':
      return `${act.do}:${act.id}:${Object.keys(act.change).join()}`
    case 'move':
      return `move:${Object.keys(act.to).join()}`
    default:
      return ''
  }
}

/** `adopt` is what the server made of the drawing: no step of its own. */
export function step(history: History, wanted: Step): History {
  const { past, present, future } = history
  if (wanted.do === 'adopt') return { ...history, present: wanted.edit, last: '' }
  if (wanted.do === 'undo') {
    const before = past.at(-1)
    return before ? { past: past.slice(0, -1), present: before, future: [present, ...future], last: '' } : history
  }
  if (wanted.do === 'redo') {
    const after = future[0]
    return after ? { past: [...past, present], present: after, future: future.slice(1), last: '' } : history
  }
  const next = apply(present, wanted)
  if (isSame(next, present)) return history
  const key = keyOf(wanted)
  const goesOn = key !== '' && key === history.last
  return { past: goesOn ? past : [...past, present].slice(-MOST), present: next, future: [], last: key }
}
