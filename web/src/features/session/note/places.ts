import type { Whole } from '../model/types'

/** The element that shows an item of the evidence, by its label; undefined: it is shown nowhere. */
export function placeOf(label: string, { facts, checks, fixes, active_fix: active }: Whole): string | undefined {
  const number = Number(label.slice(1)) - 1
  switch (label[0]) {
    case 'F':
      return facts.filter(({ status }) => status === 'confirmed')[number] && label
    case 'C': {
      const check = checks.filter(({ status }) => status !== 'todo')[number]
      return check && `check-${check.id}`
    }
    case 'X':
      return fixes[number] && fixes[number].id === active?.id ? 'fix-title' : undefined
    default:
      return undefined
  }
}

const KINDS: Record<string, string> = { T: 'Ticket', F: 'Fact', C: 'Check', X: 'Fix', G: 'Script', A: 'File' }

/** "Fact F1", "Ticket". */
export const nameOf = (label: string): string => (label.length > 1 ? `${KINDS[label[0] ?? ''] ?? 'Evidence'} ${label}` : (KINDS[label] ?? label))

/** Puts the focus on an item in the lane; Enter or Escape there brings it back to where it came from. */
export function visit(id: string, from: HTMLElement): boolean {
  const target = document.getElementById(id)
  if (!target) return false
  const back = (event: KeyboardEvent) => {
    if (event.key !== 'Escape' && (event.key !== 'Enter' || event.target !== target || target.matches('button'))) return
    event.preventDefault()
    event.stopPropagation()
    leave()
    from.focus()
  }
  const leave = () => {
    target.removeEventListener('keydown', back)
    target.removeEventListener('focusout', onLeave)
    target.removeAttribute('data-visited')
  }
  const onLeave = ({ relatedTarget }: FocusEvent) => {
    if (!(relatedTarget instanceof Node) || !target.contains(relatedTarget)) leave()
  }
  target.closest('details')?.setAttribute('open', '')
  target.setAttribute('data-visited', '')
  target.scrollIntoView({ block: 'nearest' })
  target.focus()
  target.addEventListener('keydown', back)
  target.addEventListener('focusout', onLeave)
  return true
}
