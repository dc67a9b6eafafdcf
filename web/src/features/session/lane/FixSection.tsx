import { Tag, type Tone } from '@/ui/Tag'
import type { Fix, Whole } from '../model/types'
import { FixCard, type FixCardProps } from './FixCard'
import { LaneSection } from './LaneSection'

const PAST: Record<Fix['status'], { label: string; tone: Tone }> = {
  proposed: { label: 'Not tried', tone: 'plain' },
  applied_success: { label: 'Success', tone: 'green' },
  applied_failed: { label: 'Failed', tone: 'red' },
  applied_partial: { label: 'Partial', tone: 'amber' },
  dismissed: { label: 'Dismissed', tone: 'plain' },
}

type FixSectionProps = Omit<FixCardProps, 'fix'> & { whole: Whole }

export function FixSection(props: FixSectionProps) {
  const { active_fix: fix, fixes } = props.whole
  const past = fixes.filter(({ id }) => id !== fix?.id)
  return (
    <LaneSection id="fix" title="Suggested fix">
      {fix ? (
        <FixCard key={fix.id} {...props} fix={fix} />
      ) : (
        <p className="py-1 text-fg3">
          {past.length > 0 ? 'None is open. Ask the assistant for the next one.' : 'None yet. It comes when the checks point to a cause.'}
        </p>
      )}
      {past.length > 0 && (
        <details className="mt-2 text-code text-fg2">
          <summary className="cursor-pointer py-1">Earlier suggestions, {past.length}</summary>
          <ul className="flex flex-col gap-1 pl-4">
            {past.map(({ id, title, status }) => (
              <li key={id} className="flex items-start gap-2">
                <span className="min-w-0 flex-1 break-words">{title}</span>
                <Tag tone={PAST[status].tone}>{PAST[status].label}</Tag>
              </li>
            ))}
          </ul>
        </details>
      )}
    </LaneSection>
  )
}
