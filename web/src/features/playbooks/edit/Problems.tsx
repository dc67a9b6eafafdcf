import { ErrorState } from '@/ui/states'
import type { Wrong } from '../queries'

/** What keeps it from being published; each leads to its line. */
export function Problems({ wrong, failed, onLine }: { wrong: readonly Wrong[] | undefined; failed: unknown; onLine: (line: number) => void }) {
  return (
    <section aria-label="Review" className="flex flex-col gap-2">
      <h2 className="text-panel font-semibold">Review</h2>
      {failed ? <ErrorState what="The text could not be reviewed." error={failed} /> : null}
      <p role="status" className="text-fg2">
        {wrong === undefined ? 'Reading' : wrong.length === 0 ? 'Nothing is wrong with it.' : `${wrong.length} to mend before it can be published.`}
      </p>
      {wrong !== undefined && wrong.length > 0 && (
        <ul className="flex flex-col gap-2">
          {wrong.map(({ line, field, message }) => (
            <li key={`${line} ${field} ${message}`} className="break-words rounded-ctl border border-line bg-surface px-3 py-2">
              <button type="button" className="font-medium text-accent underline" onClick={() => onLine(line)}>
                Line {line}
                {field && `, ${field}`}
              </button>
              <p>{message}</p>
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}
