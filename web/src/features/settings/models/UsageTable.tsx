import { useState } from 'react'
import { cx } from '@/lib/cx'
import { Button } from '@/ui/Button'
import { costText, count, dayText, pageOf, type UsageDay } from './usage'
import { USE_NAMES } from './values'

const COLUMNS: readonly { header: string; cell: (day: UsageDay) => string; text?: boolean }[] = [
  { header: 'Day', cell: ({ day }) => dayText(day), text: true },
  { header: 'Use', cell: ({ use }) => USE_NAMES[use], text: true },
  { header: 'Model', cell: ({ model }) => model, text: true },
  { header: 'Calls', cell: ({ calls }) => count(calls) },
  { header: 'Failed', cell: ({ failed }) => count(failed) },
  { header: 'Read', cell: (day) => count(day.input_tokens) },
  { header: 'Of these cached', cell: (day) => count(day.cached_tokens) },
  { header: 'Written', cell: (day) => count(day.output_tokens) },
  { header: 'Cost', cell: ({ cost_usd: cost }) => costText(cost) },
]

/** One row a day, use and model, the newest first. Tokens, and US dollars. */
export function UsageTable({ days }: { days: readonly UsageDay[] }) {
  const [index, setIndex] = useState(0)
  const page = pageOf(days, index)
  if (days.length === 0) return <p className="text-fg2">No model was asked in the last 30 days.</p>
  return (
    <div className="flex flex-col gap-2">
      {/* A scrolling region must be reachable by keyboard. */}
      <div
        role="region"
        aria-label="Use of the last 30 days"
        // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- to scroll it with the arrows
        tabIndex={0}
        className="overflow-x-auto"
      >
        <table className="w-full text-code">
          <caption className="sr-only">Tokens and cost by day, use and model</caption>
          <thead>
            <tr>
              {COLUMNS.map(({ header, text }) => (
                <th
                  key={header}
                  scope="col"
                  className={cx('border-b border-line px-2 py-1 text-meta font-medium text-fg3', text ? 'text-left' : 'text-right')}
                >
                  {header}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {page.rows.map((day) => (
              <tr key={`${day.day} ${day.use} ${day.model}`} className="border-b border-line last:border-b-0">
                {COLUMNS.map(({ header, cell, text }) => (
                  <td key={header} className={cx('px-2 py-1 whitespace-nowrap', text ? 'text-left' : 'text-right text-fg2')}>
                    {cell(day)}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {page.pages > 1 && (
        <nav aria-label="Pages of the use" className="flex items-center justify-end gap-2">
          <span className="text-meta text-fg3">
            Page {page.index + 1} of {page.pages}
          </span>
          <Button small idle={page.index === 0} onClick={() => setIndex(page.index - 1)}>
            Newer
          </Button>
          <Button small idle={page.index === page.pages - 1} onClick={() => setIndex(page.index + 1)}>
            Older
          </Button>
        </nav>
      )}
    </div>
  )
}
