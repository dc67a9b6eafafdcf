import { useEffect, useLayoutEffect, useRef, type RefObject } from 'react'

interface Place {
  top: number
  /** Of the row that had the focus. */
  key: string | undefined
}

/** By list and filters, for as long as the page stays open. */
const places = new Map<string, Place>()

const scroll = (element: HTMLElement, top: number) => {
  element.scrollTop = top
}

export interface KeepPlaceProps<Row> {
  box: RefObject<HTMLElement | null>
  rows: readonly Row[]
  getKey: (row: Row) => string
  rowHeight: number
  place: string | undefined
}

/** New rows above never move what is being read, and Back leads to the same row. */
export function useKeepPlace<Row>({ box, rows, getKey, rowHeight, place }: KeepPlaceProps<Row>) {
  const top = useRef<{ key: string; offset: number }>(undefined)
  const held = useRef({ rows, getKey, rowHeight })
  useEffect(() => {
    held.current = { rows, getKey, rowHeight }
  })

  useEffect(() => {
    const element = box.current
    if (!element) return
    const before = place === undefined ? undefined : places.get(place)
    const now: Place = { top: 0, key: undefined }
    if (before) {
      scroll(element, before.top)
      now.top = before.top
    }
    const onScroll = () => {
      const { rows: all, getKey: keyOf, rowHeight: height } = held.current
      const row = all[Math.floor(element.scrollTop / height)]
      top.current = row && element.scrollTop > 0 ? { key: keyOf(row), offset: element.scrollTop % height } : undefined
      now.top = element.scrollTop
    }
    const onFocus = ({ target }: FocusEvent) => {
      now.key = target instanceof Element ? (target.closest('tr')?.getAttribute('data-key') ?? undefined) : undefined
    }
    element.addEventListener('scroll', onScroll, { passive: true })
    element.addEventListener('focusin', onFocus)
    // Only where nothing else has the focus: whoever came by a link stays on it.
    const frame = window.requestAnimationFrame(() => {
      const free = document.activeElement === document.body || document.activeElement?.id === 'main'
      const key = before?.key
      if (free && key !== undefined) {
        element.querySelector<HTMLElement>(`tr[data-key="${CSS.escape(key)}"] [data-row-main]`)?.focus({ preventScroll: true })
      }
    })
    return () => {
      window.cancelAnimationFrame(frame)
      element.removeEventListener('scroll', onScroll)
      element.removeEventListener('focusin', onFocus)
      if (place !== undefined) places.set(place, now)
    }
  }, [box, place])

  useLayoutEffect(() => {
    const element = box.current
    const anchor = top.current
    if (!element || !anchor) return
    const index = rows.findIndex((row) => getKey(row) === anchor.key)
    const wanted = index * rowHeight + anchor.offset
    if (index >= 0 && Math.abs(wanted - element.scrollTop) > 1) scroll(element, wanted)
    // When the rows changed, and at no other time: the reader scrolls as they like.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [rows, rowHeight])
}
