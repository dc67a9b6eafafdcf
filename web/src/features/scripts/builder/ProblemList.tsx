import { Button } from '@/ui/Button'
import type { Place, Problem } from './problems'

export interface ProblemListProps {
  problems: readonly Problem[]
  onGo: (place: Place) => void
  onDeclare: (name: string) => void
}

const wordsFor = (place: Place) => ('line' in place ? `Line ${place.line}` : 'Show')

/** What stands in the way of publishing, each with the way to it. */
export function ProblemList({ problems, onGo, onDeclare }: ProblemListProps) {
  if (problems.length === 0) return <p className="text-fg2">Nothing is missing.</p>
  return (
    <ul aria-label="Problems" className="flex flex-col divide-y divide-line rounded-card border border-line bg-surface">
      {problems.map(({ message, place, declares }) => (
        <li key={message} className="flex flex-col items-start gap-1 px-3 py-2 text-code">
          <p className="w-full break-words">
            {message}{' '}
            <button type="button" className="rounded-tag text-accent hover:underline" onClick={() => onGo(place)}>
              {wordsFor(place)}
              <span className="sr-only">: {message}</span>
            </button>
          </p>
          {declares !== undefined && (
            <Button small onClick={() => onDeclare(declares)}>
              Make {declares} a parameter
            </Button>
          )}
        </li>
      ))}
    </ul>
  )
}
