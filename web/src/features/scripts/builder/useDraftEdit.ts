import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useEffectEvent, useRef, useState } from 'react'
import { ApiError } from '@/api/client'
import { changeDraft, draftKey } from './calls'
import { adopt, changesOf, editOf, savable, type ChangeEdit, type DraftTemplate, type Edit } from './edit'
import { dropCopy, readCopy, writeCopy } from './local-copy'

const AUTOSAVE_MS = 2_000

export type SaveState =
  | { is: 'saved' | 'unsaved' | 'saving' }
  | { is: 'failed'; error: unknown }
  | { is: 'conflict'; theirs: DraftTemplate }

function begin(draft: DraftTemplate): { base: { version: number; edit: Edit }; edit: Edit; state: SaveState } {
  const base = { version: draft.version, edit: editOf(draft) }
  const copy = readCopy(draft)
  if (!copy) return { base, edit: base.edit, state: { is: 'saved' } }
  const kept = { base: { version: copy.version, edit: copy.base }, edit: copy.edit }
  if (copy.version >= draft.version) return { ...kept, state: { is: 'unsaved' } }
  // Someone saved since this browser kept its copy.
  return { ...kept, state: { is: 'conflict', theirs: draft } }
}

/** The text in the making: typed here, kept in this browser at once, saved to the draft two seconds later. */
export function useDraftEdit(draft: DraftTemplate) {
  const cache = useQueryClient()
  const [first] = useState(() => begin(draft))
  const [edit, setEdit] = useState(first.edit)
  const [state, setState] = useState(first.state)
  const base = useRef(first.base)
  const latest = useRef(first.edit)
  const running = useRef<Promise<boolean>>(undefined)

  const put = (next: Edit) => {
    latest.current = next
    setEdit(next)
  }
  const take = (answer: DraftTemplate) => {
    base.current = { version: answer.version, edit: editOf(answer) }
    cache.setQueryData(draftKey(draft.id), answer)
  }
  const unsaved = () => changesOf(base.current.edit, savable(latest.current, base.current.edit))

  /** Saves until nothing is left, also what is typed meanwhile. False when something stands in the way. */
  const saveAll = async (): Promise<boolean> => {
    for (let changes = unsaved(); Object.keys(changes).length > 0; changes = unsaved()) {
      setState({ is: 'saving' })
      try {
        await cache.cancelQueries({ queryKey: draftKey(draft.id) })
        const answer = await changeDraft(draft.id, base.current.version, changes)
        take(answer)
        const stored = adopt(latest.current, changes, editOf(answer))
        if (Object.keys(stored).length > 0) put({ ...latest.current, ...stored })
      } catch (error) {
        const stale = error instanceof ApiError && error.status === 412
        const theirs = stale ? (error.problem.current as DraftTemplate | undefined) : undefined
        setState(theirs ? { is: 'conflict', theirs } : { is: 'failed', error })
        // What was being read when this save began was cut off, and may be someone else's save; a refusal brings that itself.
        if (!theirs) void cache.invalidateQueries({ queryKey: draftKey(draft.id) })
        return false
      }
    }
    dropCopy(draft.id)
    setState({ is: 'saved' })
    return true
  }
  /** Someone else's save, seen before this page saves anything: taken when nothing was typed here. */
  const meet = (theirs: DraftTemplate) => {
    if (running.current || theirs.version <= base.current.version) return
    if (Object.keys(unsaved()).length > 0) {
      setState({ is: 'conflict', theirs })
      return
    }
    base.current = { version: theirs.version, edit: editOf(theirs) }
    put(editOf(theirs))
  }
  const run = () => {
    running.current ??= saveAll().finally(() => {
      running.current = undefined
      // What came of others while it ran was not looked at.
      const newest = cache.getQueryData<DraftTemplate>(draftKey(draft.id))
      if (newest) meet(newest)
    })
    return running.current
  }
  const save = () => (state.is === 'conflict' ? Promise.resolve(false) : run())
  const saveNow = useEffectEvent(() => void save())

  const blocked = state.is === 'conflict'
  useEffect(() => {
    if (Object.keys(changesOf(base.current.edit, edit)).length === 0) dropCopy(draft.id)
    else writeCopy(draft.id, { version: base.current.version, base: base.current.edit, edit })
    if (blocked) return
    const timer = window.setTimeout(saveNow, AUTOSAVE_MS)
    return () => window.clearTimeout(timer)
  }, [edit, blocked, draft.id])
  useEffect(() => {
    window.addEventListener('online', saveNow)
    return () => {
      window.removeEventListener('online', saveNow)
      saveNow()
    }
  }, [])

  const look = useEffectEvent(meet)
  useEffect(
    () =>
      cache.getQueryCache().subscribe(({ type, query }) => {
        const [name, draftId] = query.queryKey as readonly unknown[]
        const theirs = query.state.data as DraftTemplate | undefined
        if (type === 'updated' && name === draftKey(draft.id)[0] && draftId === draft.id && theirs) look(theirs)
      }),
    [cache, draft.id],
  )

  const change: ChangeEdit = (part) => {
    put({ ...latest.current, ...(typeof part === 'function' ? part(latest.current) : part) })
    setState((before) => (before.is === 'conflict' || before.is === 'saving' ? before : { is: 'unsaved' }))
  }
  const settle = (theirs: DraftTemplate, next: Edit) => {
    take(theirs)
    put(next)
    setState({ is: 'unsaved' })
    void run()
  }
  // Fields that only they changed stay theirs.
  const keepMine = (theirs: DraftTemplate) =>
    settle(theirs, { ...editOf(theirs), ...changesOf(base.current.edit, latest.current) })
  const takeTheirs = (theirs: DraftTemplate) => settle(theirs, editOf(theirs))
  /** After the draft is closed nothing is left to keep. */
  const forget = () => {
    base.current = { ...base.current, edit: latest.current }
    dropCopy(draft.id)
  }
  return { edit, change, state, save, keepMine, takeTheirs, forget, version: () => base.current.version }
}
