import { FileText } from 'lucide-react'
import { sizeText } from '@/lib/size'
import { attachmentUrl, isImage } from '../model/attachments'
import type { Attachment } from '../model/types'

/** What a message came with: images small, to be opened; texts to be saved. */
export function AttachmentList({ sessionId, files }: { sessionId: string; files: readonly Attachment[] }) {
  if (files.length === 0) return null
  return (
    <ul aria-label="Attached files" className="mt-2 flex flex-wrap items-end gap-2">
      {files.map((file) => (
        <li key={file.id} className="max-w-full">
          {isImage(file) ? <Thumbnail sessionId={sessionId} file={file} /> : <TextFile sessionId={sessionId} file={file} />}
        </li>
      ))}
    </ul>
  )
}

interface FileProps {
  sessionId: string
  file: Attachment
}

const Thumbnail = ({ sessionId, file }: FileProps) => (
  <a
    href={attachmentUrl(sessionId, file.id, true)}
    target="_blank"
    rel="noopener"
    className="block w-36 overflow-clip rounded-ctl border border-line bg-surface text-code text-accent hover:underline"
  >
    <img
      src={attachmentUrl(sessionId, file.id, true)}
      alt=""
      loading="lazy"
      className="h-24 w-full border-b border-line object-contain"
    />
    <span className="block truncate px-2 py-1">{file.name}</span>
    <span className="sr-only">, opens in a new tab</span>
  </a>
)

const TextFile = ({ sessionId, file }: FileProps) => (
  <a
    href={attachmentUrl(sessionId, file.id)}
    download={file.name}
    className="flex items-center gap-1.5 rounded-ctl border border-line bg-surface px-2 py-1 text-code text-accent hover:underline"
  >
    <FileText size={14} strokeWidth={1.75} aria-hidden className="shrink-0" />
    <span className="min-w-0 truncate">{file.name}</span>
    <span className="shrink-0 text-meta text-fg3">{sizeText(file.size)}</span>
  </a>
)
