import { Button } from '@/ui/Button'
import { CopyButton } from '../CopyButton'

export interface TheirsProps {
  /** What happened: "Dana Kim changed this meanwhile." */
  said: string
  mine: string
  /** Undefined: there is no such row any more. */
  theirs: string | undefined
  /** Undefined: mine can't be stored now. */
  onMine?: (() => void) | undefined
  onTheirs: () => void
  onMerge?: () => void
}

/** One row, two versions: both in view, and nothing is lost until one is chosen. */
export function Theirs({ said, mine, theirs, onMine, onTheirs, onMerge }: TheirsProps) {
  const gone = theirs === undefined
  return (
    <div className="flex flex-col gap-2 rounded-ctl border border-amber-bd bg-amber-bg px-3 py-2 text-amber-fg">
      <p role="alert" className="font-medium">
        {said}
      </p>
      <dl className="grid gap-2 text-code sm:grid-cols-2">
        {mine && <Version name="Yours" text={mine} />}
        {!gone && <Version name="Theirs" text={theirs} />}
      </dl>
      <div className="flex flex-wrap items-center gap-2">
        {onMine && (
          <Button small onClick={onMine}>
            {gone ? 'Add mine as new' : 'Keep mine'}
          </Button>
        )}
        <Button small onClick={onTheirs}>
          {gone ? 'Drop mine' : 'Take theirs'}
        </Button>
        {onMerge && !gone && (
          <Button small onClick={onMerge}>
            Edit both together
          </Button>
        )}
        {mine && <CopyButton name="Copy mine" text={mine} />}
      </div>
    </div>
  )
}

const Version = ({ name, text }: { name: string; text: string }) => (
  <div className="min-w-0">
    <dt className="text-meta font-semibold">{name}</dt>
    <dd className="max-h-32 overflow-y-auto break-words whitespace-pre-wrap">{text}</dd>
  </div>
)

export interface Meanwhile {
  by: string | undefined
  /** Undefined: they removed the row. */
  text: string | undefined
}

export const tellMeanwhile = ({ by = 'Someone else', text }: Meanwhile): string =>
  text === undefined ? `${by} removed this meanwhile.` : `${by} changed this meanwhile.`
