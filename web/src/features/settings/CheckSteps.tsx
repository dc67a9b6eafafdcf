import { CircleCheck, CircleMinus, CircleX } from 'lucide-react'
import { Button } from '@/ui/Button'
import type { Report } from './queries'

type Step = Report['steps'][number]

const LOOKS = {
  passed: { icon: CircleCheck, className: 'text-green-fg', word: 'Passed' },
  failed: { icon: CircleX, className: 'text-red-fg', word: 'Failed' },
  skipped: { icon: CircleMinus, className: 'text-fg3', word: 'Not tried' },
}

const lookOf = ({ ok }: Step) => LOOKS[ok === null ? 'skipped' : ok ? 'passed' : 'failed']

const capital = (name: string) => name.charAt(0).toUpperCase() + name.slice(1).replaceAll('_', ' ')

export interface CheckStepsProps {
  report: Report
  /** The way out of a failed step; undefined where there are no settings. */
  onChange: (() => void) | undefined
}

export function CheckSteps({ report, onChange }: CheckStepsProps) {
  return (
    <div role="status" className="flex flex-col gap-2 rounded-ctl border border-line p-3">
      <p className="font-medium">{report.ok ? 'The connection works.' : 'The connection does not work yet.'}</p>
      <ol className="flex flex-col gap-1.5">
        {report.steps.map((step) => {
          const { icon: Icon, className, word } = lookOf(step)
          return (
            <li key={step.name} className="flex gap-2">
              <Icon size={16} strokeWidth={1.75} aria-hidden className={`mt-0.5 shrink-0 ${className}`} />
              <span className="flex min-w-0 flex-col sm:flex-row sm:gap-2">
                <span className="w-24 shrink-0">{capital(step.name)}</span>
                <span className="min-w-0 break-words text-fg2">
                  <span className={`font-medium ${className}`}>{word}.</span> {step.detail}
                </span>
              </span>
            </li>
          )
        })}
      </ol>
      {!report.ok && onChange && (
        <Button small className="self-start" onClick={onChange}>
          Change the settings
        </Button>
      )}
    </div>
  )
}
