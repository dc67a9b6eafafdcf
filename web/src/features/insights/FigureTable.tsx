import { MEASURES } from './measures'
import type { Figures } from './queries'
import { Table, type TableRow } from './Table'

export interface FigureTableProps {
  label: string
  head: string
  rows: readonly { key: string; name: string; figures: Figures }[]
  total: Figures
}

const COLUMNS = MEASURES.map(({ name }) => name)

/** Every measure of each day or group, with the cases that it rests on. */
export function FigureTable({ label, head, rows, total }: FigureTableProps) {
  return (
    <Table
      label={label}
      head={head}
      columns={COLUMNS}
      rows={rows.map(({ key, name, figures }) => row(key, name, figures))}
      total={row('total', 'Total', total)}
    />
  )
}

const row = (key: string, name: string, figures: Figures): TableRow => ({
  key,
  name,
  cells: MEASURES.map(({ id, text, cases }) => (
    <span key={id}>
      {text(figures)} {cases && text(figures) !== '–' && <span className="text-meta text-fg3">{cases(figures)}</span>}
    </span>
  )),
})
