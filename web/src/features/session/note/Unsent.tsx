import { Link } from '@tanstack/react-router'
import { cx } from '@/lib/cx'
import type { ApiError } from '@/api/client'
import { Button, buttonLook } from '@/ui/Button'
import { copyNote } from './useActs'
import type { Note } from './useNote'
import { isUnreachable, tellUnsent } from './words'

/** The ticket could not be looked at before the note: nothing was begun, and no line of the timeline tells it. */
export function Unsent({ note, system, error }: { note: Note; system: string; error: ApiError }) {
  const unreachable = isUnreachable(error.code)
  const { tone, text, detail } = tellUnsent(unreachable, error.message, system)
  return (
    <div
      role="alert"
      className={cx('flex flex-col gap-2 rounded-ctl px-3 py-2', tone === 'red' ? 'bg-red-bg text-red-fg' : 'bg-amber-bg text-amber-fg')}
    >
      <p className="font-medium break-words">{text}</p>
      {detail && <p className="text-code break-words">{detail}</p>}
      <div className="flex flex-wrap gap-2">
        {unreachable && (
          <Button small className="bg-surface" idle={note.blocked !== undefined} onClick={note.confirm}>
            Retry
          </Button>
        )}
        <Button small className="bg-surface" onClick={() => void copyNote(note.markdown)}>
          Copy note
        </Button>
        {!unreachable && (
          <Link to="/settings/psa" className={buttonLook('secondary', 'bg-surface', true)}>
            Settings
          </Link>
        )}
      </div>
    </div>
  )
}
