import { ChartColumn } from 'lucide-react'
import { Button } from '@/ui/Button'
import { EmptyState } from '@/ui/states'
import type { InsightFilters } from './filters'
import { FigureTable } from './FigureTable'
import { GroupChart } from './GroupChart'
import { measureOf } from './measures'
import { Panel } from './Panel'
import { exportPath } from './period'
import type { Insights } from './queries'
import { StepChart } from './StepChart'
import { TemplateTable } from './TemplateTable'
import { Tiles } from './Tiles'
import { BY, groupName, periodText, spanText } from './words'

export interface ReportProps {
  insights: Insights
  filters: InsightFilters
  onLonger: () => void
}

export function Report({ insights, filters, onLonger }: ReportProps) {
  const { total, steps, step, groups, templates, counted } = insights
  const by = BY.find(({ value }) => value === insights.by)?.label ?? ''
  const measure = measureOf(filters.show)
  const asTable = filters.view === 'table'
  const when = `${periodText(insights)}, days in ${insights.time_zone}`
  if (total.opened + total.ended + total.models.calls + templates.length === 0) {
    return (
      <EmptyState icon={ChartColumn} action={filters.days === 90 ? undefined : <Button onClick={onLonger}>Show 90 days</Button>}>
        Nothing was opened, ended or applied in this period ({when}).
      </EmptyState>
    )
  }
  const byStep = `${asTable ? 'Every figure' : measure.name} by ${step}`
  const byGroup = `${asTable ? 'Every figure' : measure.name} by ${by.toLowerCase()}`
  return (
    <>
      <p className="text-fg2">{when}</p>
      <Tiles total={total} />
      <Panel title={byStep} file={exportPath(filters, 'steps')}>
        {asTable ? (
          <FigureTable label={byStep} head={step === 'day' ? 'Day' : 'Week'} rows={steps.map((one) => ({ key: one.first, name: spanText(one), figures: one.figures }))} total={total} />
        ) : (
          <StepChart steps={steps} measure={measure} step={step} />
        )}
      </Panel>
      <Panel title={byGroup} file={exportPath(filters, 'groups')}>
        {asTable ? (
          <FigureTable label={byGroup} head={by} rows={groups.map((one) => ({ key: `${one.kind} ${one.key}`, name: groupName(one), figures: one.figures }))} total={total} />
        ) : (
          <GroupChart groups={groups} measure={measure} />
        )}
      </Panel>
      <Panel title="Templates" file={exportPath(filters, 'templates')}>
        <TemplateTable templates={templates} />
      </Panel>
      <Counted counted={counted} />
    </>
  )
}

function Counted({ counted }: { counted: Insights['counted'] }) {
  return (
    <details className="rounded-card border border-line bg-surface px-4 py-3">
      <summary className="cursor-pointer font-medium">What is counted</summary>
      <dl className="mt-3 grid grid-cols-[12rem_1fr] gap-x-4 gap-y-2 max-sm:grid-cols-1 max-sm:gap-y-1">
        {counted.map(({ figure, name, sentence }) => (
          <div key={figure} className="contents">
            <dt className="font-medium">{name}</dt>
            <dd className="text-fg2">{sentence}</dd>
          </div>
        ))}
      </dl>
    </details>
  )
}
