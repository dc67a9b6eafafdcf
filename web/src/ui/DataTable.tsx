import { useVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useRef, useState, type ReactNode } from 'react'
import { useActions } from '@/shell/actions'
import { cx } from '@/lib/cx'

export interface Column<Row> {
  header: string
  cell: (row: Row) => ReactNode
  className?: string
}

export interface DataTableProps<Row> {
  label: string
  columns: readonly Column<Row>[]
  rows: readonly Row[]
  getKey: (row: Row) => string
  /** The row's link or button; it takes the focus when the keyboard moves along the rows. */
  main: { header: string; cell: (row: Row, focusProps: { 'data-row-main': true }) => ReactNode }
  /** Reached the last row and there are more. */
  onEnd?: (() => void) | undefined
}

const ROW_HEIGHT = 40

/** A table that draws only the rows in view. J, K and the arrows move along the rows; Enter follows the row's link. */
export function DataTable<Row>({ label, columns, rows, getKey, main, onEnd }: DataTableProps<Row>) {
  const box = useRef<HTMLDivElement>(null)
  const [target, setTarget] = useState<number>()
  // eslint-disable-next-line react-hooks/incompatible-library -- the compiler skips this component; nothing here is memoised
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => box.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: 12,
    initialRect: { width: 1024, height: 800 },
  })
  const items = virtual.getVirtualItems()
  const first = items[0]
  const last = items.at(-1)

  const move = (step: number) => {
    const row = document.activeElement?.closest('tr[data-index]')
    const current = row && box.current?.contains(row) ? Number(row.getAttribute('data-index')) : undefined
    const next = current === undefined ? (step > 0 ? 0 : rows.length - 1) : current + step
    const index = Math.min(Math.max(next, 0), rows.length - 1)
    virtual.scrollToIndex(index)
    setTarget(index)
  }
  useActions([
    { id: 'row-next', name: 'Next row', group: 'This page', keys: 'j', run: () => move(1) },
    { id: 'row-previous', name: 'Previous row', group: 'This page', keys: 'k', run: () => move(-1) },
    { id: 'row-down', name: 'Next row (arrow)', group: 'This page', keys: 'ArrowDown', run: () => move(1) },
    { id: 'row-up', name: 'Previous row (arrow)', group: 'This page', keys: 'ArrowUp', run: () => move(-1) },
  ])

  useEffect(() => {
    if (target === undefined) return
    const row = box.current?.querySelector<HTMLElement>(`tr[data-index="${target}"] [data-row-main]`)
    if (!row) return // Comes into view with the next scroll.
    row.focus()
    setTarget(undefined)
  }, [target, items])

  const atEnd = last !== undefined && last.index >= rows.length - 1
  useEffect(() => {
    if (atEnd) onEnd?.()
  }, [atEnd, onEnd, rows.length])

  const cell = 'px-3 text-left'
  return (
    <div ref={box} className="min-h-0 flex-1 overflow-auto rounded-card border border-line bg-surface">
      <table aria-label={label} aria-rowcount={rows.length + 1} className="w-full border-separate border-spacing-0">
        <thead>
          <tr className="h-8">
            {[{ header: main.header, className: undefined }, ...columns].map(({ header, className }) => (
              <th
                key={header}
                scope="col"
                className={cx(cell, 'sticky top-0 z-10 border-b border-line bg-surface text-meta font-medium text-fg3', className)}
              >
                {header}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {first && first.start > 0 && <Gap height={first.start} />}
          {items.map(({ index }) => {
            const row = rows[index]
            if (row === undefined) return null
            return (
              <tr key={getKey(row)} data-index={index} aria-rowindex={index + 2} className="relative h-10 hover:bg-sunken has-focus-visible:bg-sunken">
                <th scope="row" className={cx(cell, 'max-w-0 min-w-48 border-b border-line font-normal', 'w-full')}>
                  {main.cell(row, { 'data-row-main': true })}
                </th>
                {columns.map((column) => (
                  <td key={column.header} className={cx(cell, 'border-b border-line whitespace-nowrap text-fg2', column.className)}>
                    {column.cell(row)}
                  </td>
                ))}
              </tr>
            )
          })}
          {last && virtual.getTotalSize() > last.end && <Gap height={virtual.getTotalSize() - last.end} />}
        </tbody>
      </table>
    </div>
  )
}

const Gap = ({ height }: { height: number }) => (
  <tr aria-hidden>
    <td style={{ height }} />
  </tr>
)
