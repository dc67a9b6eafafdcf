import type { Schemas } from '@/api/client'

type Endpoint = Schemas['EndpointOut']

/** The list with the one at `from` at `to`. */
export function move<T>(items: readonly T[], from: number, to: number): T[] {
  const rest = items.filter((_, index) => index !== from)
  return [...rest.slice(0, to), ...items.slice(from, from + 1), ...rest.slice(to)]
}

/** What has to be saved so that the endpoints stand in this order: positions from 1, those alone that differ. */
export const changedPositions = (ordered: readonly Endpoint[]): Pick<Endpoint, 'id' | 'version' | 'position'>[] =>
  ordered.flatMap(({ id, version, position }, index) =>
    position === index + 1 ? [] : [{ id, version, position: index + 1 }],
  )
