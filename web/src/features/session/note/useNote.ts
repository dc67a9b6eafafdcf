import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { meQuery } from '@/api/queries'
import type { ApiError } from '@/api/client'
import { useAway } from '@/api/connection'
import type { Finding, Kind, Preview, Whole } from '../model/types'
import { CALLS, previewQuery } from './calls'
import { usePost, type Keys } from './posting'
import { useNoteEdit } from './useNoteEdit'
import { useSettled } from '@/lib/useSettled'
import { isDone, isUnderWay } from './words'

const SETTLE_MS = 500

const findingsIn = (error: ApiError | null): Finding[] =>
  error?.code === 'not_grounded'
    ? error.errors.map(({ code, message }) => {
        const [sentence = message, reason = ''] = message.split(' — ')
        return { id: code, code: 'not_grounded', sentence, reason }
      })
    : []

/** Everything one kind of note needs on its way to the ticket. */
export function useNote(whole: Whole, kind: Kind, keys: Keys) {
  const sessionId = whole.session.id
  const cache = useQueryClient()
  const active = whole.session.status === 'active'
  const query = previewQuery(sessionId, kind, useSettled(whole.state_version, SETTLE_MS))
  const read = useQuery({
    ...query,
    enabled: active,
    // The old text stays in view while the new one is written.
    placeholderData: (held) => (held?.kind === kind ? held : undefined),
  })
  const renew = useMutation<Preview, ApiError>({
    mutationFn: () => CALLS[kind].preview(sessionId, true),
    onSuccess: (preview) => cache.setQueryData(query.queryKey, preview),
  })
  const noteEdit = useNoteEdit(whole, kind)
  const me = useQuery(meQuery).data?.name
  const { edit } = noteEdit
  const post = usePost(sessionId, keys)
  const away = useAway()
  const [statusId, setStatusId] = useState<string>()
  const [agreedTo, setAgreedTo] = useState('')

  const preview = read.data
  const markdown = edit?.markdown ?? preview?.markdown ?? ''
  const known = edit ? (edit.findings ?? []) : (preview?.grounding.findings ?? [])
  const refused = findingsIn(post.error).filter(({ sentence }) => markdown.includes(sentence))
  const findings = known.length > 0 ? known : refused
  const findingIds = findings.map(({ id }) => id)
  const agreed = findings.length > 0 && agreedTo === findingIds.join()
  const moved = edit !== undefined && preview !== undefined && edit.basedOn < preview.state_version
  const writeback = whole.writebacks.find((one) => one.kind === kind && one.round === whole.session.round)
  const posting = post.isPending || (writeback !== undefined && isUnderWay(writeback))

  // After such a refusal the newer text must be seen first.
  const refusedOld =
    (post.error?.code === 'ticket_changed' || post.error?.status === 412) &&
    post.variables?.body.state_version === preview?.state_version
  const outdated = refusedOld || (preview !== undefined && preview.state_version < whole.state_version)

  const blocked = away
    ? 'Offline: the note is kept. Posting needs the connection.'
    : !preview
    ? 'The note is not written yet.'
    : markdown.trim() === ''
      ? 'Nothing to post yet: add a fact or an outcome.'
      : outdated
        ? 'The session changed: the note is written anew.'
        : noteEdit.lease.holder
        ? `${noteEdit.lease.holder.name} is editing this note. Take it over to post it.`
        : moved
        ? 'The session changed since your edit: use the new note or keep yours.'
        : noteEdit.theirs
          ? 'Someone else saved another text: choose one.'
          : findings.length > 0 && !agreed
            ? 'Change the marked sentences, or tick that you stand by them.'
            : undefined

  const confirm = () => {
    if (blocked || posting || !preview) return
    post.mutate({
      kind,
      body: {
        markdown,
        state_version: preview.state_version,
        acknowledge: findingIds,
        ...(statusId !== undefined && { status_id: statusId }),
      },
    })
  }
  return {
    active,
    preview,
    previewError: read.error ?? renew.error,
    loading: read.isPending && active,
    refreshing: renew.isPending || (read.isFetching && !read.isPending),
    refresh: () => renew.mutate(),
    reread: () => void read.refetch(),
    ...noteEdit,
    markdown,
    findings,
    agreed,
    agree: (yes: boolean) => setAgreedTo(yes ? findingIds.join() : ''),
    moved,
    writeback,
    done: writeback !== undefined && isDone(writeback),
    posting,
    blocked,
    statusId,
    setStatusId,
    confirm,
    postError: post.error,
    /** The engineer at this page confirmed it; a colleague's post looks different. */
    confirmedHere: (post.isSuccess || post.error?.status === 502) && (!writeback || writeback.confirmed_by_name === me),
    /** What was sent from here, whoever was first. */
    tried: post.variables?.body.markdown ?? undefined,
  }
}

export type Note = ReturnType<typeof useNote>
