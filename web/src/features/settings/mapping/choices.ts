import type { BoardMapping, BoardTarget } from '../queries'

export interface Choice {
  value: string
  label: string
}

/** "" stands for: no choice for this board. */
export function choicesOf(board: BoardMapping, target: BoardTarget): Choice[] {
  const offered = board.statuses.filter(({ inactive }) => !inactive).map(({ id, name, closed }) => ({ value: id, label: closed ? `${name} (closed)` : name }))
  const { stored } = target
  const lost = stored !== null && !offered.some(({ value }) => value === stored)
  return [
    { value: '', label: defaultLabel(board, target) },
    ...offered,
    ...(lost ? [{ value: stored, label: lostLabel(target, stored) }] : []),
  ]
}

function defaultLabel({ statuses }: BoardMapping, { default_id, status_id, status_name }: BoardTarget): string {
  if (default_id === null) return 'Leave the status alone'
  const name = default_id === status_id ? status_name : statuses.find(({ id }) => id === default_id)?.name
  return `Default: ${name ?? default_id}`
}

/** A status that was stored and can't be chosen any more still shows. */
function lostLabel({ status_name, problem }: BoardTarget, stored: string): string {
  const name = status_name ?? stored
  return problem === 'inactive' ? `${name} (inactive)` : `${name} (not on this board)`
}

/** Boards where something is missing come first. */
export const troubledFirst = (boards: readonly BoardMapping[]): BoardMapping[] => [
  ...boards.filter(isTroubled),
  ...boards.filter((board) => !isTroubled(board)),
]

const isTroubled = ({ failed, targets }: BoardMapping) => failed !== null || targets.some(({ problem }) => problem !== null)
