type Row = readonly [name: string, value: string | null]

/** Names and what they stand for, in two columns; a name without a value is left out. */
export function TermList({ rows }: { rows: readonly Row[] }) {
  return (
    <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1 text-code">
      {rows.filter(([, value]) => value).map(([name, value]) => (
        <div key={name} className="contents">
          <dt className="text-fg3">{name}</dt>
          <dd className="break-words">{value}</dd>
        </div>
      ))}
    </dl>
  )
}
