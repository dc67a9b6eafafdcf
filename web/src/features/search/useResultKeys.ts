import { useEffect, type RefObject } from 'react'
import { useActions } from '@/shell/actions'

/** By what was searched for, for as long as the page stays open: the result that was followed. */
const followed = new Map<string, string>()

const mainsOf = (list: RefObject<HTMLElement | null>) => [...(list.current?.querySelectorAll<HTMLElement>('[data-row-main]') ?? [])]

/** J, K and the arrows move along the results and the button behind them; Back leads to the result that was followed. */
export function useResultKeys(list: RefObject<HTMLElement | null>, place: string) {
  const move = (step: 1 | -1) => {
    const mains = mainsOf(list)
    const at = mains.findIndex((one) => one === document.activeElement)
    const next = at < 0 ? (step > 0 ? 0 : mains.length - 1) : Math.min(Math.max(at + step, 0), mains.length - 1)
    mains[next]?.focus()
  }
  useActions([
    { id: 'row-next', name: 'Next result', group: 'This page', keys: 'j', alsoKeys: 'ArrowDown', run: () => move(1) },
    { id: 'row-previous', name: 'Previous result', group: 'This page', keys: 'k', alsoKeys: 'ArrowUp', run: () => move(-1) },
  ])
  useEffect(() => {
    const element = list.current
    const remember = ({ target }: MouseEvent) => {
      const id = target instanceof Element ? target.closest<HTMLElement>('[data-session]')?.dataset.session : undefined
      if (id !== undefined) followed.set(place, id)
    }
    element?.addEventListener('click', remember)
    return () => element?.removeEventListener('click', remember)
  }, [list, place])
  return { first: () => mainsOf(list)[0]?.focus() }
}

/** The result that was followed from here, when it stands there again. */
export const findFollowed = (place: string): HTMLElement | null => {
  const id = followed.get(place)
  return id === undefined ? null : document.querySelector(`[data-session="${CSS.escape(id)}"] [data-row-main]`)
}
