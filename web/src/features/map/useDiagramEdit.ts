import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useEffectEvent, useReducer, useRef, useState } from 'react'
import { ApiError } from '@/api/client'
import { editOf, isSame, whatIsMissing, type Diagram, type Edit } from './model/edit'
import { begin, step } from './model/history'
import { dropCopy, readCopy, writeCopy } from './model/local-copy'
import type { merge } from './model/merge'
import { diagramKey, redraw, sayMasked } from './queries'

export type SaveState = { is: 'idle' | 'saving' } | { is: 'failed'; error: ApiError } | { is: 'conflict'; theirs: Diagram }

function open(diagram: Diagram): { base: { version: number; edit: Edit }; edit: Edit; state: SaveState } {
  const copy = readCopy(diagram)
  const saved = { version: diagram.version, edit: editOf(diagram) }
  if (!copy) return { base: saved, edit: saved.edit, state: { is: 'idle' } }
  const state: SaveState = copy.version >= diagram.version ? { is: 'idle' } : { is: 'conflict', theirs: diagram }
  return { base: { version: copy.version, edit: copy.base }, edit: copy.edit, state }
}

/** A drawing in the making: kept in this browser at once, saved when asked, with every step of it undoable. */
export function useDiagramEdit(diagram: Diagram) {
  const cache = useQueryClient()
  const [first] = useState(() => open(diagram))
  const [history, act] = useReducer(step, first.edit, begin)
  const [base, setBase] = useState(first.base)
  const [state, setState] = useState(first.state)
  const latest = useRef(first.edit)
  const edit = history.present
  const dirty = !isSame(edit, base.edit)

  useEffect(() => {
    latest.current = edit
    if (dirty) writeCopy(diagram.id, { version: base.version, base: base.edit, edit })
    else dropCopy(diagram.id)
  }, [edit, dirty, base, diagram.id])

  const send = async (version: number, sent: Edit): Promise<Diagram | undefined> => {
    setState({ is: 'saving' })
    try {
      await cache.cancelQueries({ queryKey: diagramKey(diagram.id) })
      const { masked, ...answer } = await redraw(diagram.id, version, sent)
      setBase({ version: answer.version, edit: editOf(answer) })
      // What was drawn meanwhile stays; it is saved next time.
      if (isSame(latest.current, sent)) act({ do: 'adopt', edit: editOf(answer) })
      cache.setQueryData(diagramKey(diagram.id), answer)
      void cache.invalidateQueries({ queryKey: ['diagrams'] })
      sayMasked(masked)
      setState({ is: 'idle' })
      return answer
    } catch (error) {
      if (!(error instanceof ApiError)) throw error
      const theirs = error.status === 412 ? (error.problem.current as Diagram | undefined) : undefined
      setState(theirs ? { is: 'conflict', theirs } : { is: 'failed', error })
      return undefined
    }
  }
  /** The diagram as it is saved now; nothing when something stands in the way. */
  const save = (): Promise<Diagram | undefined> => {
    if (state.is === 'conflict' || state.is === 'saving') return Promise.resolve(undefined)
    const missing = whatIsMissing(edit)
    if (missing) {
      setState({ is: 'failed', error: new ApiError(422, 'incomplete', missing) })
      return Promise.resolve(undefined)
    }
    return dirty ? send(base.version, edit) : Promise.resolve({ ...diagram, ...base.edit, nodes: [...base.edit.nodes], edges: [...base.edit.edges], version: base.version })
  }
  /** `how` comes with the telling of the conflict, which few ever meet. */
  const keepMine = (theirs: Diagram, how: typeof merge) => {
    const merged = how(base.edit, edit, editOf(theirs))
    act({ do: 'replace', edit: merged })
    latest.current = merged
    setBase({ version: theirs.version, edit: editOf(theirs) })
    void send(theirs.version, merged)
  }
  const takeTheirs = (theirs: Diagram) => {
    setBase({ version: theirs.version, edit: editOf(theirs) })
    act({ do: 'replace', edit: editOf(theirs) })
    cache.setQueryData(diagramKey(diagram.id), theirs)
    setState({ is: 'idle' })
  }

  /** Someone else's save, seen before this page saves: taken when nothing was drawn here. */
  const meet = useEffectEvent((theirs: Diagram) => {
    if (state.is === 'saving' || theirs.version <= base.version) return
    if (dirty) {
      setState({ is: 'conflict', theirs })
      return
    }
    setBase({ version: theirs.version, edit: editOf(theirs) })
    act({ do: 'adopt', edit: editOf(theirs) })
  })
  useEffect(
    () =>
      cache.getQueryCache().subscribe(({ type, query }) => {
        const key = query.queryKey as readonly unknown[]
        const theirs = query.state.data as Diagram | undefined
        if (type === 'updated' && key.length === 2 && key[0] === 'diagram' && key[1] === diagram.id && theirs) meet(theirs)
      }),
    [cache, diagram.id],
  )
  return { edit, act, dirty, state, version: base.version, save, keepMine, takeTheirs, canUndo: history.past.length > 0, canRedo: history.future.length > 0 }
}

export type Editing = ReturnType<typeof useDiagramEdit>
