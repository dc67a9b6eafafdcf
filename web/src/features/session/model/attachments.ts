import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { ApiError, http, unwrap, type Schemas } from '@/api/client'
import { newKey } from '@/lib/key'
import { say } from '@/ui/toast'
import { announcement } from './announce'
import type { Attachment } from './types'
import { upload } from './upload'

type Listed = Schemas['AttachmentsOut']

/** A file on its way to the server, or refused by it. */
export interface Upload {
  key: string
  name: string
  file: Blob
  /** From 0 to 1. */
  progress: number
  error: ApiError | undefined
  /** What it was made of, when it was pasted as text. */
  pasted: string | undefined
}

const PASTED_NAME = 'Pasted text.txt'

export const attachmentsKey = (sessionId: string) => ['attachments', sessionId] as const

export const attachmentsQuery = (sessionId: string) =>
  queryOptions({
    queryKey: attachmentsKey(sessionId),
    queryFn: ({ signal }) =>
      unwrap(
        http.GET('/api/v1/ai-sessions/{session_id}/attachments', { params: { path: { session_id: sessionId } }, signal }),
      ),
  })

/** An image is shown with `inline`, and everything else is saved. */
export const attachmentUrl = (sessionId: string, id: string, inline = false) =>
  `/api/v1/ai-sessions/${sessionId}/attachments/${id}${inline ? '?inline=1' : ''}`

export const isImage = ({ media_type }: Attachment) => media_type.startsWith('image/')

/** Those that this engineer attached and that no message took along yet. */
export const waitingOf = (listed: Listed | undefined, userId: string | undefined): Attachment[] =>
  listed?.items.filter((one) => one.message_id === null && one.uploaded_by === userId) ?? []

/** The files of the message that is being written: on the server from the start, so that a reload loses none. */
export function useAttachments(sessionId: string, userId: string | undefined) {
  const cache = useQueryClient()
  const { data } = useQuery(attachmentsQuery(sessionId))
  const [uploads, setUploads] = useState<readonly Upload[]>([])
  const [texts, setTexts] = useState<ReadonlyMap<string, string>>(new Map())
  const update = (make: (items: Attachment[]) => Attachment[]) =>
    cache.setQueryData<Listed>(attachmentsKey(sessionId), (held) => held && { ...held, items: make(held.items) })
  const refresh = () => void cache.invalidateQueries({ queryKey: attachmentsKey(sessionId) })
  const touch = (key: string, change: Partial<Upload>) =>
    setUploads((held) => held.map((one) => (one.key === key ? { ...one, ...change } : one)))
  const drop = (key: string) => setUploads((held) => held.filter((one) => one.key !== key))

  const sending = useMutation<Schemas['AttachmentChanged'], ApiError, Upload>({
    mutationFn: ({ key, name, file }) =>
      upload({ sessionId, file, name, key, onProgress: (progress) => touch(key, { progress }) }),
    gcTime: 0,
  })
  const start = (one: Upload) =>
    sending.mutateAsync(one).then(
      ({ attachment }) => {
        if (one.pasted !== undefined) setTexts((held) => new Map(held).set(attachment.id, one.pasted ?? ''))
        update((items) => [...items.filter(({ id }) => id !== attachment.id), attachment])
        drop(one.key)
        refresh()
        announcement.set(`${attachment.name} is attached`)
      },
      (error: ApiError) => {
        touch(one.key, { error })
        announcement.set(`${one.name} was not attached. ${error.message}`)
      },
    )
  const begin = (files: readonly Pick<Upload, 'name' | 'file' | 'pasted'>[]) => {
    const begun = files.map((one) => ({ ...one, key: newKey(), progress: 0, error: undefined }))
    setUploads((held) => [...held, ...begun])
    for (const one of begun) void start(one)
  }
  const removing = useMutation<Schemas['AttachmentChanged'], ApiError, string>({
    mutationFn: (id) =>
      unwrap(
        http.DELETE('/api/v1/ai-sessions/{session_id}/attachments/{attachment_id}', {
          params: { path: { session_id: sessionId, attachment_id: id } },
        }),
      ),
    onMutate: (id) => void update((items) => items.filter((one) => one.id !== id)),
    onError: (error) => say.failed('The file was not removed.', error),
    onSettled: refresh,
  })
  return {
    waiting: waitingOf(data, userId),
    uploads,
    add: (files: readonly File[]) => begin(files.map((file) => ({ name: file.name, file, pasted: undefined }))),
    addText: (pasted: string) => begin([{ name: PASTED_NAME, file: new Blob([pasted]), pasted }]),
    /** The text that an attachment was made of, while this page is open. */
    textOf: (id: string) => texts.get(id),
    remove: (id: string) => removing.mutate(id),
    drop,
    retry: (one: Upload) => {
      touch(one.key, { error: undefined, progress: 0 })
      void start(one)
    },
  }
}

export type Attachments = ReturnType<typeof useAttachments>
