import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { ApiError } from '@/api/client'
import { useAway } from '@/api/connection'
import { meQuery } from '@/api/queries'
import { useSettled } from '@/lib/useSettled'
import type { Finding, Kind, Preview, Whole } from '../model/types'
import { whyBlocked } from './blocked'
import { CALLS, previewQuery } from './calls'
import { handedBody, useHanded } from './handed'
import { usePost, type Keys } from './posting'
import { useNoteEdit } from './useNoteEdit'
import { isDone, isUnderWay } from './words'

export const SETTLE_MS = 500

const findingsIn = (error: ApiError | null): Finding[] =>
  error?.code === 'not_grounded'
    ? error.errors.map(({ code, message }) => {
        const [sentence = message, reason = ''] = message.split(' — ')
        return { id: code, code: 'not_grounded', sentence, reason }
      })
    : []

/** The newest text that was written, kept in view while and after the next one fails. */
function usePreview(sessionId: string, kind: Kind, stateVersion: number, enabled: boolean) {
  const cache = useQueryClient()
  const settled = useSettled(stateVersion, SETTLE_MS)
  const read = useQuery({ ...previewQuery(sessionId, kind, settled), enabled })
  const renew = useMutation<Preview, ApiError, number>({
    mutationFn: () => CALLS[kind].preview(sessionId, true),
    // Under the version that it was asked for: an answer that comes late is not taken for a newer one.
    onSuccess: (preview, asked) => cache.setQueryData(previewQuery(sessionId, kind, asked).queryKey, preview),
  })
  const [last, setLast] = useState(read.data)
  if (read.data && read.data !== last) setLast(read.data)
  return {
    preview: read.data ?? last,
    previewError: read.error ?? (renew.variables === settled ? renew.error : null),
    loading: read.isPending && !last && enabled,
    refreshing: renew.isPending || (read.isFetching && last !== undefined),
    refresh: () => !renew.isPending && renew.mutate(settled),
    reread: () => (read.error ? void read.refetch() : renew.mutate(settled)),
  }
}

/** Everything one kind of note needs on its way to the ticket. */
export function useNote(whole: Whole, kind: Kind, keys: Keys) {
  const sessionId = whole.session.id
  const active = whole.session.status === 'active'
  const written = usePreview(sessionId, kind, whole.state_version, active)
  const noteEdit = useNoteEdit(whole, kind)
  const { edit, lease } = noteEdit
  const me = useQuery(meQuery).data?.user_id
  const away = useAway()
  const post = usePost(sessionId, keys)
  const { handed, change: changeHanded } = useHanded(sessionId, whole.session.round)
  const [statusId, setStatusId] = useState<string>()
  const [stoodBy, setStoodBy] = useState<ReadonlySet<string>>(new Set())

  const { preview } = written
  const markdown = edit?.markdown ?? preview?.markdown ?? ''
  const known = edit ? (edit.findings ?? []) : (preview?.grounding.findings ?? [])
  const refused = findingsIn(post.error).filter(({ sentence }) => markdown.includes(sentence))
  const findings = known.length > 0 ? known : refused
  const agreed = findings.every(({ id }) => stoodBy.has(id))
  const moved = edit !== undefined && preview !== undefined && edit.basedOn < preview.state_version
  const writeback = whole.writebacks.find((one) => one.kind === kind && one.round === whole.session.round)
  const posting = post.isPending || (writeback !== undefined && isUnderWay(writeback))

  // After such a refusal the newer text must be seen first.
  const refusedOld =
    (post.error?.code === 'ticket_changed' || post.error?.status === 412) &&
    post.variables?.body.state_version === preview?.state_version
  const blocked = whyBlocked({
    away,
    holder: lease.holder?.name,
    written: preview !== undefined,
    failed: written.previewError !== null,
    empty: markdown.trim() === '',
    outdated: refusedOld || (preview !== undefined && preview.state_version < whole.state_version),
    moved,
    theirs: noteEdit.theirs !== undefined,
    findings: agreed ? 0 : findings.length,
  })

  const confirm = () => {
    if (blocked || posting || !preview) return
    post.mutate({
      kind,
      body: {
        markdown,
        state_version: preview.state_version,
        acknowledge: findings.map(({ id }) => id),
        ...(statusId !== undefined && { status_id: statusId }),
        ...(kind === 'escalation' && handedBody(handed)),
      },
    })
  }
  return {
    active,
    ...written,
    ...noteEdit,
    markdown,
    findings,
    stoodBy,
    standBy: (ids: readonly string[], yes: boolean) =>
      setStoodBy(new Set(yes ? [...stoodBy, ...ids] : [...stoodBy].filter((id) => !ids.includes(id)))),
    moved,
    writeback,
    done: writeback !== undefined && isDone(writeback),
    posting,
    /** The request of this page has no answer yet. */
    waiting: post.isPending,
    blocked,
    statusId,
    setStatusId,
    handed,
    changeHanded,
    confirm,
    postError: post.error,
    /** The engineer at this page confirmed it; a colleague's post looks different. */
    confirmedHere: (post.isSuccess || post.error?.status === 502) && (!writeback || writeback.confirmed_by === me),
    /** What was sent from here, whoever was first. */
    tried: post.variables?.body.markdown ?? undefined,
  }
}

export type Note = ReturnType<typeof useNote>
