import type { ReactNode } from 'react'
import { cx } from '@/lib/cx'

export interface TableRow {
  key: string
  name: string
  cells: readonly ReactNode[]
}

export interface TableProps {
  /** What it tells, for those who can't see it. */
  label: string
  /** Of the first column. */
  head: string
  columns: readonly string[]
  rows: readonly TableRow[]
  total?: TableRow
}

const CELL = 'px-2 py-1 whitespace-nowrap'

/** Figures as text: names on the left, numbers on the right. */
export function Table({ label, head, columns, rows, total }: TableProps) {
  return (
    // A scrolling region must be reachable by keyboard.
    <div
      role="region"
      aria-label={`${label}, to scroll`}
      // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- to scroll it with the arrows
      tabIndex={0}
      className="overflow-x-auto"
    >
      <table className="w-full text-code">
        <caption className="sr-only">{label}</caption>
        <thead>
          <tr>
            {[head, ...columns].map((header, index) => (
              <th
                key={header}
                scope="col"
                className={cx('border-b border-line px-2 py-1 text-meta font-medium text-fg3', index === 0 ? 'text-left' : 'text-right')}
              >
                {header}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <Row key={row.key} row={row} className="border-b border-line last:border-b-0" />
          ))}
        </tbody>
        {total && (
          <tfoot className="border-t border-ctl font-medium">
            <Row row={total} />
          </tfoot>
        )}
      </table>
    </div>
  )
}

const Row = ({ row, className }: { row: TableRow; className?: string }) => (
  <tr className={className}>
    <th scope="row" className={cx(CELL, 'max-w-72 truncate text-left font-normal text-fg')} title={row.name}>
      {row.name}
    </th>
    {row.cells.map((cell, index) => (
      // Cells have no identity beyond their column.
      <td key={index} className={cx(CELL, 'text-right text-fg2')}>
        {cell}
      </td>
    ))}
  </tr>
)
