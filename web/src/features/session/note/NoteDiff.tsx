import { useMemo } from 'react'
import { cx } from '@/lib/cx'
import { diffLines } from './diff'

const LOOKS = { ' ': 'text-fg2', '+': 'bg-green-bg text-green-fg', '-': 'bg-red-bg text-red-fg' } as const
const SAID = { ' ': '', '+': 'Only in the new note: ', '-': 'Only in your text: ' } as const

/** What the newly written note says otherwise than the engineer's text. */
export function NoteDiff({ mine, written }: { mine: string; written: string }) {
  const lines = useMemo(() => diffLines(mine, written), [mine, written])
  return (
    <div className="rounded-ctl border border-line font-mono text-code">
      {lines.map(({ sign, text }, index) => (
        <p key={index} className={cx('flex gap-2 px-2 break-words whitespace-pre-wrap', LOOKS[sign])}>
          <span aria-hidden>{sign}</span>
          <span className="min-w-0">
            <span className="sr-only">{SAID[sign]}</span>
            {text || ' '}
          </span>
        </p>
      ))}
    </div>
  )
}
