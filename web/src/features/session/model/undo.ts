import { makeStore } from '@/lib/store'
import { say } from '@/ui/toast'

interface Act {
  undo: () => void
  /** The row whose last change it was: the server keeps one step back for each. */
  row: string | undefined
}

const MOST = 20
/** The lane's acts that can be taken back, the newest last. */
const acts = makeStore<readonly Act[]>([])

/** Told by what the page shows; Ctrl+Z takes it back. */
export function remember(undo: () => void, row?: string): () => void {
  const once = () => {
    if (!acts.get().includes(act)) return
    acts.set(acts.get().filter((one) => one !== act))
    undo()
  }
  const act: Act = { undo: once, row }
  acts.set([...withoutRow(row), act].slice(-MOST))
  return once
}

/** An act that is on its way, with its way back: Ctrl+Z takes it back even before the server has answered. */
export function rememberAct(done: Promise<() => void>, { row, said }: { row?: string; said?: string } = {}) {
  const once = remember(() => void done.then((back) => back(), NOT_TOLD_TWICE), row)
  const isHeld = () => acts.get().some(({ undo }) => undo === once)
  const drop = () => acts.set(acts.get().filter(({ undo }) => undo !== once))
  done.then(() => said !== undefined && isHeld() && say.done(said, { label: 'Undo', onClick: once }), drop)
}

/** What was refused has been told by then. */
const NOT_TOLD_TWICE = () => undefined

/** Told in words as well, with the way back. */
export function offerUndo(text: string, undo: () => void, row?: string) {
  say.done(text, { label: 'Undo', onClick: remember(undo, row) })
}

const withoutRow = (row: string | undefined) => (row === undefined ? acts.get() : acts.get().filter((act) => act.row !== row))

/** The row was put back another way. */
export const forgetRow = (row: string) => acts.set(withoutRow(row))
/** Another session is not undone from this one. */
export const forgetActs = () => acts.set([])
export const canUndo = () => acts.get().length > 0
export const undoLast = () => acts.get().at(-1)?.undo()
