import type { LucideIcon } from 'lucide-react'
import type { ReactNode } from 'react'
import { cx } from '@/lib/cx'

export type Tone = 'plain' | 'amber' | 'cyan' | 'green' | 'red' | 'accent'

const TONES: Record<Tone, string> = {
  plain: 'border-line bg-sunken text-fg2',
  amber: 'border-amber-bd bg-amber-bg text-amber-fg',
  cyan: 'border-cyan-bd bg-cyan-bg text-cyan-fg',
  green: 'border-transparent bg-green-bg text-green-fg',
  red: 'border-transparent bg-red-bg text-red-fg',
  accent: 'border-accent text-accent',
}

/** A short state in words; the colour only repeats what the words say. */
export function Tag({ tone = 'plain', icon: Icon, children }: { tone?: Tone; icon?: LucideIcon; children: ReactNode }) {
  return (
    <span
      className={cx(
        'inline-flex items-center gap-1 align-middle rounded-tag border px-1.5 text-meta font-medium whitespace-nowrap',
        TONES[tone],
      )}
    >
      {Icon && <Icon size={12} strokeWidth={2} aria-hidden />}
      {children}
    </span>
  )
}
