import { useQuery } from '@tanstack/react-query'
import { searchQuery } from './queries'

/** How far search by meaning is, and what stands in its way. Says nothing while it is not known. */
export function SearchState() {
  const { data: state } = useQuery(searchQuery)
  if (!state?.chosen) return null
  const count = (number: number) => number.toLocaleString('en')
  return (
    <>
      <p className="text-meta text-fg3">
        {count(state.ready)} of {count(state.sessions)} closed sessions can be found by meaning.
      </p>
      {state.trouble && <p className="text-red-fg">{state.trouble} Search goes on by words.</p>}
    </>
  )
}
