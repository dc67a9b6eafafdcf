import { Info, OctagonAlert, TriangleAlert } from 'lucide-react'
import type { Schemas } from '@/api/client'
import { cx } from '@/lib/cx'

export type Finding = Schemas['SafetyFindingOut']

const LOOKS = {
  high: { icon: OctagonAlert, word: 'High', look: 'text-red-fg' },
  medium: { icon: TriangleAlert, word: 'Medium', look: 'text-amber-fg' },
  low: { icon: Info, word: 'Low', look: 'text-fg2' },
} as const

/** The rules of high findings that nobody ticked yet. */
export const openRules = (findings: readonly Finding[], ticked: ReadonlySet<string>): string[] => [
  ...new Set(findings.filter(({ severity, rule }) => severity === 'high' && !ticked.has(rule)).map(({ rule }) => rule)),
]

export interface FindingsProps {
  findings: readonly Finding[]
  /** With these, each high finding has a tick of its own. */
  ticked?: ReadonlySet<string>
  onTick?: (rule: string, on: boolean) => void
  /** Shows the line in the script. */
  onLine?: (line: number) => void
}

/** What the safety review found, worst first; a high one asks to be ticked by name. */
export function Findings({ findings, ticked, onTick, onLine }: FindingsProps) {
  if (findings.length === 0) return <p className="text-meta text-fg3">The safety review found nothing to look at twice.</p>
  const order = { high: 0, medium: 1, low: 2 }
  const sorted = findings.toSorted((a, b) => order[a.severity] - order[b.severity] || a.line - b.line)
  const seen = new Set<string>()
  return (
    <ul aria-label="Safety review" className="flex flex-col gap-1.5">
      {sorted.map((finding, index) => {
        const { icon: Icon, word, look } = LOOKS[finding.severity]
        const first = !seen.has(finding.rule)
        seen.add(finding.rule)
        return (
          <li key={index} className={cx('flex items-start gap-2 text-code', finding.severity === 'high' && 'rounded-ctl bg-red-bg px-2 py-1.5')}>
            <Icon size={16} strokeWidth={1.75} aria-hidden className={cx('mt-px shrink-0', look)} />
            <div className="min-w-0 flex-1">
              <p>
                <span className={cx('font-medium', look)}>{word}: </span>
                {finding.message}{' '}
                {onLine ? (
                  <button type="button" className="text-accent hover:underline" onClick={() => onLine(finding.line)}>
                    Line {finding.line}
                  </button>
                ) : (
                  <span className="text-fg3">Line {finding.line}</span>
                )}
              </p>
              {finding.explained && <p className="text-fg2">Meant so: {finding.explained}</p>}
              {onTick && first && finding.severity === 'high' && (
                <label className="mt-1 flex items-center gap-2">
                  <input
                    type="checkbox"
                    className="size-4 shrink-0 accent-accent"
                    checked={ticked?.has(finding.rule) ?? false}
                    onChange={(event) => onTick(finding.rule, event.target.checked)}
                  />
                  I have read this and want it: {finding.rule.replaceAll('-', ' ')}
                </label>
              )}
            </div>
          </li>
        )
      })}
    </ul>
  )
}
