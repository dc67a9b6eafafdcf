import { wordsOf } from '@/ui/schema-form'
import { MASK } from '@/features/scripts/words'
import type { Proposed } from './proposed'

export interface ProposedListProps {
  proposed: readonly Proposed[]
  /** Shows where it stands in the script. */
  onShow: (one: Proposed) => void
}

/** The amber marks in words: what each is, and how often it stands there. */
export function ProposedList({ proposed, onShow }: ProposedListProps) {
  if (proposed.length === 0) return null
  return (
    <div>
      <table className="w-full table-fixed border-collapse text-left text-code">
        <caption className="pb-1 text-left text-meta text-fg3">
          <span className="font-medium">Proposed values, check each: {proposed.length}.</span> In the script, F8 and Shift+F8 go from one to the next.
        </caption>
        <thead className="text-meta text-fg3">
          <tr>
            <th className="w-2/5 font-medium">Name</th>
            <th className="font-medium">Value</th>
            <th className="w-18 font-medium">Type</th>
          </tr>
        </thead>
        <tbody>
          {proposed.map((one) => {
            const shown = one.secret ? MASK : one.value
            return (
              <tr key={one.name} className="border-t border-line align-top">
                <th className="py-1 pr-2 font-normal break-words">{wordsOf(one.name)}</th>
                <td className="py-1 pr-2">
                  <button
                    type="button"
                    title={`Show ${wordsOf(one.name)} in the script`}
                    className="max-w-full rounded-tag border border-amber-bd bg-amber-bg px-1 text-left font-mono break-words text-amber-fg"
                    onClick={() => onShow(one)}
                  >
                    {shown}
                  </button>
                  {one.places.length > 1 && <span className="text-meta text-fg3"> {one.places.length} times</span>}
                </td>
                <td className="py-1 text-fg2">{one.type}</td>
              </tr>
            )
          })}
        </tbody>
      </table>
    </div>
  )
}
