import { FileText, RotateCcw, TextInitial, X } from 'lucide-react'
import type { ReactNode } from 'react'
import { cx } from '@/lib/cx'
import { sizeText } from '@/lib/size'
import { IconButton } from '@/ui/IconButton'
import { attachmentUrl, isImage, type Attachments, type Upload } from '../model/attachments'
import type { Attachment } from '../model/types'

export interface ChipsProps {
  sessionId: string
  files: Attachments
  /** Of those on the server, the ones that go with the next message. */
  ready: readonly Attachment[]
  /** Text that became a chip goes back into the field. */
  onText: (text: string) => void
  /** The button that was pressed went, perhaps with its chip. */
  onGone: () => void
}

/** The files of the message that is being written. */
export function Chips({ sessionId, files, ready, onText, onGone }: ChipsProps) {
  if (ready.length + files.uploads.length === 0) return null
  const remove = (id: string) => {
    files.remove(id)
    onGone()
  }
  const drop = (key: string) => {
    files.drop(key)
    onGone()
  }
  const retry = (one: Upload) => {
    files.retry(one)
    onGone()
  }
  return (
    <ul aria-label="Files for this message" className="flex max-h-40 flex-wrap gap-1.5 overflow-y-auto px-2 pt-2">
      {ready.map((file) => {
        const text = files.textOf(file.id)
        return (
          <Chip key={file.id} name={file.name} meta={sizeText(file.size)} picture={<Picture sessionId={sessionId} file={file} />}>
            {text !== undefined && (
              <IconButton
                name={`Undo: put ${file.name} into the message as text`}
                icon={TextInitial}
                className="size-6!"
                onClick={() => {
                  onText(text)
                  remove(file.id)
                }}
              />
            )}
            <IconButton name={`Remove ${file.name}`} icon={X} className="size-6!" onClick={() => remove(file.id)} />
          </Chip>
        )
      })}
      {files.uploads.map((one) => (
        <UploadChip key={one.key} upload={one} onRetry={() => retry(one)} onDrop={() => drop(one.key)} />
      ))}
    </ul>
  )
}

function UploadChip({ upload, onRetry, onDrop }: { upload: Upload; onRetry: () => void; onDrop: () => void }) {
  const { name, file, progress, error } = upload
  if (!error) {
    return (
      <Chip name={name} meta={sizeText(file.size)}>
        <progress aria-label={`Sending ${name}`} value={progress} max={1} className="mr-1.5 h-1.5 w-16 accent-accent" />
      </Chip>
    )
  }
  const passing = error.status === 0 || error.status >= 500
  return (
    <Chip name={name} meta={sizeText(file.size)} error={error.message}>
      {passing && <IconButton name={`Attach ${name} again`} icon={RotateCcw} className="size-6!" onClick={onRetry} />}
      <IconButton name={`Remove ${name}`} icon={X} className="size-6!" onClick={onDrop} />
    </Chip>
  )
}

interface ChipProps {
  name: string
  meta: string
  picture?: ReactNode
  error?: string
  children: ReactNode
}

const ICON = <FileText size={14} strokeWidth={1.75} aria-hidden className="mx-1 shrink-0 text-fg3" />

const Chip = ({ name, meta, picture = ICON, error, children }: ChipProps) => (
  <li
    className={cx(
      'flex items-center gap-1 rounded-ctl border p-0.5 text-code',
      error ? 'w-full border-red-fg bg-red-bg' : 'max-w-[min(18rem,100%)] border-line bg-sunken',
    )}
  >
    {picture}
    <span className="min-w-0 flex-1">
      <span className="flex items-baseline gap-1.5">
        <span className="truncate" title={name}>
          {name}
        </span>
        <span className={cx('shrink-0 text-meta', error ? 'text-red-fg' : 'text-fg3')}>{meta}</span>
      </span>
      {error && <span className="block break-words text-red-fg">{error}</span>}
    </span>
    {children}
  </li>
)

const Picture = ({ sessionId, file }: { sessionId: string; file: Attachment }) =>
  isImage(file) ? (
    <img src={attachmentUrl(sessionId, file.id, true)} alt="" className="size-6 shrink-0 rounded-tag object-cover" />
  ) : (
    ICON
  )
