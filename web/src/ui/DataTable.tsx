import { useVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useRef, type ReactNode } from 'react'
import { useStore } from '@/lib/store'
import { useActions } from '@/shell/actions'
import { density } from '@/shell/theme'
import { cx } from '@/lib/cx'
import { useKeepPlace } from './useKeepPlace'

/** To be spread on the row's link or button: it takes the focus when the keyboard moves along the rows. */
export const ROW_MAIN = { 'data-row-main': true } as const

/** Of a row's link: on a phone two lines, which are no higher than the row; else one. */
export const ROW_TITLE =
  'min-w-0 text-fg after:absolute after:inset-0 focus-visible:-outline-offset-2 max-sm:line-clamp-2 max-sm:leading-4 max-sm:break-words sm:block sm:truncate'

export interface Column<Row> {
  header: string
  cell: (row: Row) => ReactNode
  className?: string
  /** Names the row, takes the room that is left, and holds the element with ROW_MAIN. One a table. */
  main?: boolean
}

export interface DataTableProps<Row> {
  label: string
  columns: readonly Column<Row>[]
  rows: readonly Row[]
  getKey: (row: Row) => string
  /** Names the list with its filters: whoever comes back finds the same rows, and the focus on the same row. */
  place?: string
  /** The last row came into view and there are more. */
  onEnd?: (() => void) | undefined
}

const ROW_HEIGHTS = { comfortable: 40, compact: 32 }
const CELL = 'border-b border-line px-3 text-left'

/** A table that draws only the rows in view. J, K and the arrows move along the rows; Enter follows the row's link. */
export function DataTable<Row>({ label, columns, rows, getKey, place, onEnd }: DataTableProps<Row>) {
  const box = useRef<HTMLDivElement>(null)
  const height = ROW_HEIGHTS[useStore(density)]
  // eslint-disable-next-line react-hooks/incompatible-library -- nothing here is memoised by hand or by a compiler
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => box.current,
    estimateSize: () => height,
    overscan: 12,
    initialRect: { width: 1024, height: 800 },
  })
  useEffect(() => virtual.measure(), [virtual, height])
  useKeepPlace({ box, rows, getKey, rowHeight: height, place })
  const items = virtual.getVirtualItems()
  const before = items[0]?.start ?? 0
  const last = items.at(-1)
  const after = last ? virtual.getTotalSize() - last.end : 0

  useRowKeys(box, rows.length, (index) => virtual.scrollToIndex(index))
  const atEnd = last !== undefined && last.index >= rows.length - 1
  useEffect(() => {
    if (atEnd) onEnd?.()
  }, [atEnd, onEnd, rows.length])

  return (
    <div ref={box} className="min-h-0 overflow-auto rounded-card border border-line bg-surface">
      <table aria-label={label} aria-rowcount={rows.length + 1} className="w-full border-separate border-spacing-0">
        <thead>
          <tr className="h-8">
            {columns.map(({ header, className }) => (
              <th
                key={header}
                scope="col"
                className={cx(CELL, 'sticky top-0 z-10 bg-surface text-meta font-medium text-fg3', className)}
              >
                {header}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {before > 0 && <Gap height={before} />}
          {items.map(({ index }) => {
            const row = rows[index]
            return row === undefined ? null : <TableRow key={getKey(row)} rowKey={getKey(row)} {...{ index, row, columns }} />
          })}
          {after > 0 && <Gap height={after} />}
        </tbody>
      </table>
    </div>
  )
}

interface TableRowProps<Row> {
  rowKey: string
  index: number
  row: Row
  columns: readonly Column<Row>[]
}

function TableRow<Row>({ rowKey, index, row, columns }: TableRowProps<Row>) {
  return (
    <tr
      data-index={index}
      data-key={rowKey}
      aria-rowindex={index + 2}
      className="relative h-row last:*:border-b-0 hover:bg-sunken has-focus-visible:bg-sunken has-aria-[current=true]:bg-sunken"
    >
      {columns.map(({ header, cell, className, main }) =>
        main ? (
          <th key={header} scope="row" className={cx(CELL, 'w-full max-w-0 min-w-40 font-normal max-sm:min-w-28', className)}>
            {cell(row)}
          </th>
        ) : (
          <td key={header} className={cx(CELL, 'whitespace-nowrap text-fg2', className)}>
            {cell(row)}
          </td>
        ),
      )}
    </tr>
  )
}

const Gap = ({ height }: { height: number }) => (
  <tr aria-hidden>
    <td style={{ height }} />
  </tr>
)

function useRowKeys(box: React.RefObject<HTMLElement | null>, count: number, bringIntoView: (index: number) => void) {
  const target = useRef<number>(undefined)
  const focusTarget = () => {
    const row = box.current?.querySelector<HTMLElement>(`tr[data-index="${target.current}"] [data-row-main]`)
    if (!row) return
    target.current = undefined
    row.focus()
  }
  const move = (step: number) => {
    const row = document.activeElement?.closest('tr[data-index]')
    const current = row && box.current?.contains(row) ? Number(row.getAttribute('data-index')) : undefined
    const next = current === undefined ? (step > 0 ? 0 : count - 1) : current + step
    target.current = Math.min(Math.max(next, 0), count - 1)
    bringIntoView(target.current)
    focusTarget()
  }
  useActions([
    { id: 'row-next', name: 'Next row', group: 'This page', keys: 'j', alsoKeys: 'ArrowDown', run: () => move(1) },
    { id: 'row-previous', name: 'Previous row', group: 'This page', keys: 'k', alsoKeys: 'ArrowUp', run: () => move(-1) },
  ])
  // After each drawing: a row out of view is drawn only once it was scrolled to.
  useEffect(() => {
    if (target.current !== undefined) focusTarget()
  })
}
