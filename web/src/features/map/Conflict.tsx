import { Button } from '@/ui/Button'
import { differences, merge } from './model/merge'
import type { Diagram, Edit } from './model/edit'

export interface ConflictProps {
  mine: Edit
  theirs: Diagram
  onMine: (how: typeof merge) => void
  onTheirs: () => void
}

/** Two saved at once: both drawings are here, and nothing is lost until one is chosen. */
export default function Conflict({ mine, theirs, onMine, onTheirs }: ConflictProps) {
  const rows = differences(mine, theirs)
  return (
    <section aria-label="Conflict" className="flex flex-col gap-2 border-b border-line bg-amber-bg px-4 py-3 text-amber-fg lg:px-6">
      <p role="alert">{theirs.updated_by} saved this diagram meanwhile. Your drawing is kept here until you choose.</p>
      {rows.length === 0 ? (
        <p className="text-code">Only the places of devices differ.</p>
      ) : (
        // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- to scroll it with the arrows
        <div tabIndex={0} role="group" aria-label="What differs" className="max-h-40 overflow-auto rounded-ctl border border-line bg-surface text-fg">
          <table aria-label="What differs" className="w-full text-left text-code">
            <thead>
              <tr className="text-fg3">
                {['', 'Yours', 'Theirs'].map((name) => (
                  <th key={name} scope="col" className="px-2 py-1 font-medium">
                    {name || <span className="sr-only">What</span>}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {rows.map((row, at) => (
                <tr key={at} className="border-t border-line align-top">
                  <th scope="row" className="px-2 py-1 font-normal text-fg2">
                    {row.what}
                  </th>
                  <td className="px-2 py-1 break-words">{row.mine}</td>
                  <td className="px-2 py-1 break-words">{row.theirs}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      <div className="flex flex-wrap gap-2">
        <Button onClick={() => onMine(merge)}>Keep mine where we both changed</Button>
        <Button onClick={onTheirs}>Take theirs, drop mine</Button>
      </div>
    </section>
  )
}
