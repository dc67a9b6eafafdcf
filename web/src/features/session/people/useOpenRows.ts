import { useCallback, useState } from 'react'

interface Row {
  id: string
  created_at: string
}

const isAfter = (one: Row, other: Row) =>
  one.created_at > other.created_at || (one.created_at === other.created_at && one.id > other.id)

/** The rows, and in their places those that another person removed while their field is open here. */
export function withOpen<R extends Row>(rows: readonly R[], open: ReadonlyMap<string, R>): { row: R; gone: boolean }[] {
  const shown = rows.map((row) => ({ row, gone: false }))
  const there = new Set(rows.map(({ id }) => id))
  for (const row of open.values()) {
    if (there.has(row.id)) continue
    const at = shown.findIndex((one) => isAfter(one.row, row))
    shown.splice(at < 0 ? shown.length : at, 0, { row, gone: true })
  }
  return shown
}

/** `restore`: rows whose fields were open before a reload. */
export function useOpenRows<R extends Row>(rows: readonly R[], restore: () => readonly R[]) {
  const [open, setOpen] = useState<ReadonlyMap<string, R>>(() => new Map(restore().map((row) => [row.id, row])))
  const onEditing = useCallback((row: R, isOpen: boolean) => {
    setOpen((held) => {
      if (!isOpen && !held.has(row.id)) return held
      const next = new Map(held)
      if (isOpen) next.set(row.id, row)
      else next.delete(row.id)
      return next
    })
  }, [])
  return { shown: withOpen(rows, open), onEditing }
}
