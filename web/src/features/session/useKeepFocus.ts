import { useEffect, type RefObject } from 'react'

/** Where the focus may go when its element is taken away: the row, its neighbours, then the regions around it. */
function findRefuges(element: Element): Element[] {
  const refuges: Element[] = []
  const row = element.closest('li')
  for (const near of [row, row?.nextElementSibling, row?.previousElementSibling]) if (near) refuges.push(near)
  for (let at = element.parentElement; at; at = at.parentElement) if (at.hasAttribute('tabindex')) refuges.push(at)
  return refuges
}

const focusableIn = (refuge: Element): HTMLElement | null =>
  refuge.matches('li') ? refuge.querySelector<HTMLElement>('[data-row]') : (refuge as HTMLElement)

/** A button that leaves the page with its own action never drops the focus on the body. */
export function useKeepFocus(root: RefObject<HTMLElement | null>) {
  useEffect(() => {
    const element = root.current
    if (!element) return
    let last: Element | undefined
    let refuges: Element[] = []
    const onFocus = ({ target }: FocusEvent) => {
      last = target as Element
      refuges = findRefuges(last)
    }
    const restore = () => {
      if (document.activeElement !== document.body || !last || last.isConnected) return
      last = undefined
      const refuge = refuges.filter(({ isConnected }) => isConnected).map(focusableIn).find(Boolean)
      ;(refuge ?? document.getElementById('main'))?.focus()
    }
    const removed = new MutationObserver(restore)
    removed.observe(element, { childList: true, subtree: true })
    element.addEventListener('focusin', onFocus)
    return () => {
      removed.disconnect()
      element.removeEventListener('focusin', onFocus)
    }
  }, [root])
}
