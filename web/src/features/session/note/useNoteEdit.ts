import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useEffect, useEffectEvent, useState } from 'react'
import type { ApiError, Schemas } from '@/api/client'
import { expiry } from '@/api/expiry'
import { local } from '@/lib/local'
import { maskTyped } from '@/lib/mask'
import { useStore } from '@/lib/store'
import { typed as typing } from '@/lib/typed'
import { wholeKey } from '../model/whole'
import type { Draft, Finding, Kind, Whole } from '../model/types'
import { useNoteLease, type NoteLease } from '../people/useNoteLease'
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
  /** Who may edit it; the text is read-only while another person does. */
  lease: NoteLease
  /** What I had typed when another person took the note over. */
  kept: string | undefined
  useKept: () => void
  dropKept: () => void
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

/** Where this browser keeps what an engineer does to a note. */
export const namesOf = (sessionId: string, kind: Kind, round: number) => ({
  givenUp: `given-up.${sessionId}.${kind}.${round}`,
  unsaved: `unsaved.${sessionId}.${kind}.${round}`,
  kept: `kept.${sessionId}.${kind}.${round}`,
})

/** The engineer's own text of a note: saved as it is typed, never replaced by a refresh. */
export function useNoteEdit(whole: Whole, kind: Kind): NoteEdit {
  const sessionId = whole.session.id
  const cache = useQueryClient()
  const draft = whole.drafts.find((one) => one.kind === kind)
  // The server keeps a draft for good; one that was given up is remembered by its version.
  const { givenUp: givenUpName, unsaved: unsavedName, kept: keptName } = namesOf(sessionId, kind, whole.session.round)
  const [givenUp, setGivenUp] = useState(() => Number(local.read(givenUpName)))
  // What was typed and is not at the server yet outlives the panel and the page.
  const [typed, setTyped] = useState(() => parseUnsaved(typing.read(unsavedName)))
  const [kept, setKept] = useState(() => typing.read(keptName) || undefined)
  const keepText = (text: string | undefined) => {
    setKept(text)
    typing.write(keptName, text ?? '')
  }
  const lease = useNoteLease(sessionId, kind)
  const { holder } = lease
  const expired = useStore(expiry)
  const active = whole.session.status === 'active'
  const change = (next: Edit | undefined) => {
    setTyped(next)
    if (next) typing.write(unsavedName, JSON.stringify(next), spellSafe(next))
    else typing.write(unsavedName, '')
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
      const unsaved = parseUnsaved(typing.read(unsavedName))
      if (unsaved?.markdown === sent.markdown) typing.write(unsavedName, '')
      setTyped((now) => {
        if (!now) return now
        const same = now.markdown === sent.markdown && now.basedOn === sent.basedOn
        return { ...now, version: saved.version, saved: same, findings: same ? grounding.findings : now.findings }
      })
    },
    onError: (error) => {
      lease.learn(error)
      void cache.invalidateQueries({ queryKey: wholeKey(sessionId), exact: true })
    },
  })
  const conflict = save.error?.code === 'draft_changed'
  const held = save.error?.code === 'lease_held'
  const flush = useEffectEvent(async () => {
    if (!typed || typed.saved || !typed.markdown.trim()) return
    if (!save.isPending && !conflict && !holder && !expired && active) await save.mutateAsync(typed)
  })
  const leave = useEffectEvent(() => void flush().catch(() => undefined).finally(lease.release))
  // What was typed is put aside, not lost: from here on their text is the note.
  const lose = useEffectEvent(() => {
    if (!holder || !typed) return
    if (typed.markdown.trim() && typed.markdown !== draft?.markdown) keepText(typed.markdown)
    change(undefined)
    save.reset()
  })
  // eslint-disable-next-line react-hooks/set-state-in-effect -- another person's act, told by the stream, moves the text
  useEffect(() => lose(), [holder?.id])
  useEffect(() => {
    const timer = window.setTimeout(() => void flush().catch(() => undefined), SAVE_AFTER_MS)
    return () => window.clearTimeout(timer)
  }, [typed?.markdown, typed?.basedOn, typed?.version, save.isPending, expired])
  useEffect(() => () => leave(), [])

  const type = (markdown: string, basedOn: number) => {
    if (holder) return
    lease.hold()
    change({ ...(edit ?? { version: draft?.version, basedOn, findings: undefined }), markdown, saved: false })
  }
  return {
    edit,
    saving: save.isPending || (typed !== undefined && !typed.saved && !save.isError),
    theirs: conflict ? draft : undefined,
    error: conflict || held ? null : save.error,
    lease,
    kept,
    useKept: () => {
      if (kept === undefined || holder) return
      type(kept, whole.state_version)
      keepText(undefined)
    },
    dropKept: () => keepText(undefined),
    type,
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

/** As it may lie in this browser: findings repeat sentences of the text. */
const spellSafe = (edit: Edit) => JSON.stringify({ ...edit, markdown: maskTyped(edit.markdown), findings: undefined })

export function parseUnsaved(text: string): Edit | undefined {
  if (!text) return undefined
  try {
    const edit = JSON.parse(text) as Edit
    return typeof edit.markdown === 'string' && typeof edit.basedOn === 'number' ? edit : undefined
  } catch {
    return undefined
  }
}
