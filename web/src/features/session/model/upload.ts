import { ApiError, toApiError, type Schemas } from '@/api/client'

export interface UploadAsk {
  sessionId: string
  file: Blob
  name: string
  /** Of one act: trying again under it never attaches twice. */
  key: string
  /** From 0 to 1. */
  onProgress: (part: number) => void
}

const readJson = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** The file itself is the body. Not by `fetch`: it does not tell how much has left. Rejects with an ApiError. */
export function upload({ sessionId, file, name, key, onProgress }: UploadAsk): Promise<Schemas['AttachmentChanged']> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    request.open('POST', `/api/v1/ai-sessions/${sessionId}/attachments?${new URLSearchParams({ name }).toString()}`)
    request.setRequestHeader('Content-Type', 'application/octet-stream')
    request.setRequestHeader('Idempotency-Key', key)
    request.upload.onprogress = ({ loaded, total }) => onProgress(total > 0 ? loaded / total : 0)
    request.onload = () => {
      const body = readJson(request.responseText)
      if (request.status === 201) resolve(body as Schemas['AttachmentChanged'])
      else reject(toApiError(new Response(null, { status: request.status }), body))
    }
    request.onerror = () =>
      reject(new ApiError(0, 'unreachable', 'It could not be read, or Resolvent could not be reached. Try again.'))
    request.send(file)
  })
}
