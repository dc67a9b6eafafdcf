import { CircleCheck, CircleMinus, CircleX, LoaderCircle } from 'lucide-react'
import { Button } from '@/ui/Button'
import type { Progress, Step } from './check'
import type { Report } from './queries'

const LOOKS = {
  passed: { icon: CircleCheck, className: 'text-green-fg', word: 'Passed' },
  failed: { icon: CircleX, className: 'text-red-fg', word: 'Failed' },
  skipped: { icon: CircleMinus, className: 'text-fg3', word: 'Not tried' },
}

const lookOf = ({ ok }: Step) => LOOKS[ok === null ? 'skipped' : ok ? 'passed' : 'failed']

const capital = (name: string) => name.charAt(0).toUpperCase() + name.slice(1).replaceAll('_', ' ')

const BOX = 'flex flex-col gap-2 rounded-ctl border border-line p-3'
const LIST = 'flex flex-col gap-1.5'

function StepRow({ step }: { step: Step }) {
  const { icon: Icon, className, word } = lookOf(step)
  return (
    <li className="flex gap-2">
      <Icon size={16} strokeWidth={1.75} aria-hidden className={`mt-0.5 shrink-0 ${className}`} />
      <span className="flex min-w-0 flex-col sm:flex-row sm:gap-2">
        <span className="w-24 shrink-0">{capital(step.name)}</span>
        <span className="min-w-0 break-words text-fg2">
          <span className={`font-medium ${className}`}>{word}.</span> {step.detail}
        </span>
      </span>
    </li>
  )
}

/** While it is being tried: what is known, and the step that is at work. */
export const RunningSteps = ({ name, progress: { steps, begun } }: { name: string; progress: Progress }) => (
  <div className={BOX}>
    <p role="status" className="font-medium">
      {begun ? `Testing ${name}: ${begun}` : `Testing ${name}`}
    </p>
    <ol className={LIST}>
      {steps.map((step) => (
        <StepRow key={step.name} step={step} />
      ))}
      {begun && (
        <li className="flex gap-2 text-fg2">
          <LoaderCircle size={16} strokeWidth={1.75} aria-hidden className="mt-0.5 shrink-0 motion-safe:animate-spin" />
          <span className="w-24 shrink-0">{capital(begun)}</span>
          <span>Trying</span>
        </li>
      )}
    </ol>
  </div>
)

export interface CheckStepsProps {
  report: Report
  /** The way out of a failed step; undefined where there are no settings. */
  onChange: (() => void) | undefined
}

export function CheckSteps({ report, onChange }: CheckStepsProps) {
  return (
    <div role="status" className={BOX}>
      <p className="font-medium">{report.ok ? 'The connection works.' : 'The connection does not work yet.'}</p>
      <ol className={LIST}>
        {report.steps.map((step) => (
          <StepRow key={step.name} step={step} />
        ))}
      </ol>
      {!report.ok && onChange && (
        <Button small className="self-start" onClick={onChange}>
          Change the settings
        </Button>
      )}
    </div>
  )
}
