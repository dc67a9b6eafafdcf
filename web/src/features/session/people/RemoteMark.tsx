import { initials } from '@/lib/initials'
import type { Mark } from './remote'

/** "Added by DK just now", in the row's line of details. */
export function RemoteMark({ mark }: { mark: Mark | undefined }) {
  if (!mark?.own) return null
  const { name } = mark.by
  return (
    <span className="font-medium text-fg2" title={name}>
      {mark.what} by <span aria-hidden>{initials(name)}</span>
      <span className="sr-only">{name}</span> just now
    </span>
  )
}
