import type { Measure } from './measures'
import type { Insights } from './queries'
import { dayText, spanText } from './words'

const HEIGHT = 100
const WIDTH = 10
const GAP = 2

export interface StepChartProps {
  steps: Insights['steps']
  measure: Measure
  step: Insights['step']
}

/** One bar a day or week. A day without a case has none, and says so. */
export function StepChart({ steps, measure, step }: StepChartProps) {
  const values = steps.map(({ figures }) => measure.value(figures))
  const full = measure.full ?? Math.max(...values.map((value) => value ?? 0), 0)
  const top = steps[values.indexOf(Math.max(...values.map((value) => value ?? -1)))]
  const first = steps[0]
  const last = steps.at(-1)
  if (!first || !last || !top) return null
  const most = full > 0 ? `, most on ${spanText(top)}: ${measure.text(top.figures)}` : ''
  const told = `${measure.name} by ${step}, ${steps.length} ${step}s${most}. Each is told in the tables.`
  return (
    <figure className="flex flex-col gap-1">
      <figcaption className="text-meta text-fg3">
        {full > 0 ? `${measure.full ? 'Up to 100 %' : `Highest: ${measure.text(top.figures)}`}` : 'Nothing to draw'}
      </figcaption>
      <svg
        role="img"
        aria-label={told}
        viewBox={`0 0 ${steps.length * WIDTH} ${HEIGHT}`}
        preserveAspectRatio="none"
        className="h-40 w-full border-b border-ctl"
      >
        {steps.map((one, index) => {
          const value = values[index] ?? null
          const height = value === null || full === 0 ? 0 : (value / full) * HEIGHT
          const cases = measure.cases ? ` (${measure.cases(one.figures)})` : ''
          return (
            <g key={one.first}>
              <title>{`${spanText(one)}: ${measure.text(one.figures)}${cases}`}</title>
              <rect x={index * WIDTH} width={WIDTH} height={HEIGHT} className="fill-transparent hover:fill-sunken" />
              <rect
                x={index * WIDTH + GAP / 2}
                y={HEIGHT - height}
                width={WIDTH - GAP}
                height={height}
                className="pointer-events-none fill-accent"
              />
            </g>
          )
        })}
      </svg>
      <p aria-hidden className="flex justify-between text-meta text-fg3">
        <span>{dayText(first.first)}</span>
        <span>{dayText(last.last)}</span>
      </p>
    </figure>
  )
}
