import { TriangleAlert } from 'lucide-react'
import { Button } from '@/ui/Button'
import type { Finding } from '../model/types'

export interface FindingsProps {
  findings: readonly Finding[]
  stoodBy: ReadonlySet<string>
  onStandBy: (ids: readonly string[], yes: boolean) => void
  /** Goes to where the sentence stands in the editor. */
  onShow: (sentence: string) => void
}

interface Point {
  sentence: string
  reasons: string
  ids: readonly string[]
}

/** One sentence may have several gaps; what is missing has no sentence. */
function pointsOf(findings: readonly Finding[]): Point[] {
  const points = new Map<string, Point>()
  for (const { id, sentence, reason } of findings) {
    const name = sentence || id
    const held = points.get(name)
    points.set(name, {
      sentence,
      reasons: held ? `${held.reasons} ${reason}` : reason,
      ids: [...(held?.ids ?? []), id],
    })
  }
  return [...points.values()]
}

/** What a reader would question: change it, or stand by it. */
export function Findings({ findings, stoodBy, onStandBy, onShow }: FindingsProps) {
  if (findings.length === 0) return null
  const points = pointsOf(findings)
  const all = findings.map(({ id }) => id)
  return (
    <section
      aria-label="To check before posting"
      className="max-h-[30vh] shrink-0 overflow-y-auto rounded-ctl border border-amber-bd bg-amber-bg text-amber-fg"
    >
      <header className="flex flex-wrap items-center gap-2 px-3 pt-2">
        <TriangleAlert size={16} strokeWidth={1.75} aria-hidden className="shrink-0" />
        <h3 className="flex-1 font-semibold">
          {points.length === 1 ? '1 point to check' : `${points.length} points to check`} before posting
        </h3>
        {points.length > 1 && <Tick label={`I stand by all ${points.length}`} ids={all} {...{ stoodBy, onStandBy }} />}
      </header>
      <ul className="flex flex-col divide-y divide-amber-bd/40 px-3">
        {points.map(({ sentence, reasons, ids }) => (
          <li key={ids.join()} className="flex flex-col gap-1 py-2 text-code">
            <p className="font-medium">{reasons}</p>
            {sentence && <q className="break-words">{sentence}</q>}
            <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
              <Tick label="I stand by this" described={reasons} {...{ ids, stoodBy, onStandBy }} />
              {sentence && (
                <Button small className="bg-surface" aria-label={`Change: ${sentence}`} onClick={() => onShow(sentence)}>
                  Change
                </Button>
              )}
            </div>
          </li>
        ))}
      </ul>
    </section>
  )
}

type TickProps = Pick<FindingsProps, 'stoodBy' | 'onStandBy'> & { label: string; ids: readonly string[]; described?: string }

const Tick = ({ label, ids, described, stoodBy, onStandBy }: TickProps) => (
  <label className="flex min-h-6 flex-1 items-center gap-2 text-code font-medium whitespace-nowrap">
    <input
      type="checkbox"
      className="size-4 accent-accent"
      aria-label={described ? `${label}: ${described}` : undefined}
      checked={ids.every((id) => stoodBy.has(id))}
      onChange={(event) => onStandBy(ids, event.target.checked)}
    />
    {label}
  </label>
)
