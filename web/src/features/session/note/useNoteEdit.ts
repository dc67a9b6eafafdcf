import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useEffect, useEffectEvent, useState } from 'react'
import type { ApiError, Schemas } from '@/api/client'
import { local } from '@/lib/local'
import { wholeKey } from '../model/whole'
import type { Draft, Finding, Kind, Whole } from '../model/types'
import { CALLS } from './calls'

const SAVE_AFTER_MS = 800

export interface Edit {
  markdown: string
  /** The session's version that the engineer had in view. */
  basedOn: number
  /** The stored draft's version; undefined before the first save. */
  version: number | undefined
  saved: boolean
  findings: readonly Finding[] | undefined
}

export interface NoteEdit {
  /** Undefined: nothing was edited, the note as written is posted. */
  edit: Edit | undefined
  saving: boolean
  /** Another engineer saved another text meanwhile. */
  theirs: Draft | undefined
  error: ApiError | null
  type: (markdown: string, basedOn: number) => void
  keep: (basedOn: number) => void
  discard: () => void
  overwrite: () => void
  takeTheirs: () => void
}

const fromDraft = (draft: Draft): Edit => ({
  markdown: draft.markdown,
  basedOn: draft.based_on_state_version,
  version: draft.version,
  saved: true,
  findings: undefined,
})

/** The engineer's own text of a note: saved as it is typed, never replaced by a refresh. */
export function useNoteEdit(whole: Whole, kind: Kind): NoteEdit {
  const sessionId = whole.session.id
  const cache = useQueryClient()
  const draft = whole.drafts.find((one) => one.kind === kind)
  // The server keeps a draft for good; one that was given up is remembered by its version.
  const givenUpName = `given-up.${sessionId}.${kind}.${whole.session.round}`
  const [givenUp, setGivenUp] = useState(() => Number(local.read(givenUpName)))
  // What was typed and is not at the server yet outlives the panel and the page.
  const unsavedName = `unsaved.${sessionId}.${kind}.${whole.session.round}`
  const [typed, setTyped] = useState(() => parseUnsaved(local.read(unsavedName)))
  const change = (next: Edit | undefined) => {
    setTyped(next)
    local.write(unsavedName, next ? JSON.stringify(next) : '')
  }
  const stored = draft && draft.version > givenUp ? fromDraft(draft) : undefined
  const edit = typed ?? stored

  const save = useMutation<Schemas['DraftSaved'], ApiError, Edit>({
    mutationFn: ({ markdown, basedOn, version }) =>
      CALLS[kind].save(sessionId, {
        markdown,
        based_on_state_version: basedOn,
        ...(version !== undefined && { version }),
      }),
    onSuccess: ({ draft: saved, grounding }, sent) => {
      cache.setQueryData<Whole>(wholeKey(sessionId), (held) => held && { ...held, drafts: putDraft(held.drafts, saved) })
      const unsaved = parseUnsaved(local.read(unsavedName))
      if (unsaved?.markdown === sent.markdown) local.write(unsavedName, '')
      setTyped((now) => {
        if (!now) return now
        const same = now.markdown === sent.markdown && now.basedOn === sent.basedOn
        return { ...now, version: saved.version, saved: same, findings: same ? grounding.findings : now.findings }
      })
    },
    onError: () => void cache.invalidateQueries({ queryKey: wholeKey(sessionId), exact: true }),
  })
  const conflict = save.error?.code === 'draft_changed'
  const flush = useEffectEvent(() => {
    if (typed && !typed.saved && typed.markdown.trim() && !save.isPending && !conflict) save.mutate(typed)
  })
  useEffect(() => {
    const timer = window.setTimeout(flush, SAVE_AFTER_MS)
    return () => window.clearTimeout(timer)
  }, [typed?.markdown, typed?.basedOn, typed?.version, save.isPending])
  useEffect(() => () => flush(), [])

  return {
    edit,
    saving: save.isPending || (typed !== undefined && !typed.saved && !save.isError),
    theirs: conflict ? draft : undefined,
    error: conflict ? null : save.error,
    type: (markdown, basedOn) =>
      change({
        ...(edit ?? { version: draft?.version, basedOn, findings: undefined }),
        markdown,
        saved: false,
      }),
    keep: (basedOn) => edit && change({ ...edit, basedOn, saved: false }),
    discard: () => {
      const version = edit?.version ?? draft?.version ?? 0
      local.write(givenUpName, String(version))
      setGivenUp(version)
      change(undefined)
    },
    overwrite: () => {
      if (!edit) return
      save.reset()
      change({ ...edit, version: undefined, saved: false })
    },
    takeTheirs: () => {
      save.reset()
      change(undefined)
    },
  }
}

const putDraft = (drafts: readonly Draft[], saved: Draft): Draft[] => [
  ...drafts.filter(({ kind }) => kind !== saved.kind),
  saved,
]

function parseUnsaved(text: string): Edit | undefined {
  if (!text) return undefined
  try {
    const edit = JSON.parse(text) as Edit
    return typeof edit.markdown === 'string' && typeof edit.basedOn === 'number' ? edit : undefined
  } catch {
    return undefined
  }
}
