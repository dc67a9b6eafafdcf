import { TriangleAlert } from 'lucide-react'
import type { Finding } from '../model/types'

export interface FindingsProps {
  findings: readonly Finding[]
  agreed: boolean
  onAgree: (agreed: boolean) => void
}

/** Sentences without backing in this session: change them, or stand by them with one tick. */
export function Findings({ findings, agreed, onAgree }: FindingsProps) {
  if (findings.length === 0) return null
  // One sentence may have several gaps.
  const gaps = new Set(findings.map(({ sentence }) => sentence))
  const reasonsOf = (sentence: string) =>
    findings.flatMap((one) => (one.sentence === sentence ? [one.reason] : [])).join(' ')
  const these = gaps.size === 1 ? 'this sentence' : `these ${gaps.size} sentences`
  return (
    <section aria-label="Sentences without evidence" className="rounded-ctl border border-amber-bd bg-amber-bg px-3 py-2 text-amber-fg">
      <p className="flex items-center gap-2 font-medium">
        <TriangleAlert size={16} strokeWidth={1.75} aria-hidden />
        {gaps.size === 1 ? 'One sentence has' : `${gaps.size} sentences have`} no evidence in this session
      </p>
      <ul className="mt-1 flex list-disc flex-col gap-1 pl-9 text-code">
        {[...gaps].map((sentence) => (
          <li key={sentence}>
            <q>{sentence}</q> {reasonsOf(sentence)}
          </li>
        ))}
      </ul>
      <label className="mt-2 flex items-center gap-2 pl-0.5 font-medium">
        <input
          type="checkbox"
          className="size-4 accent-accent"
          checked={agreed}
          onChange={(event) => onAgree(event.target.checked)}
        />
        I stand by {these}
      </label>
    </section>
  )
}
