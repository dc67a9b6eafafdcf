import { MASK } from '@/features/scripts/words'
import { wordsOf } from '@/ui/schema-form'
import type { Proposed } from './proposed'
import { canBecome } from './shape-draft'

export interface ProposedListProps {
  proposed: readonly Proposed[]
  /** Names of those that become parameters of a draft template. */
  parameters: ReadonlySet<string>
  /** Missing where nothing is made that has parameters. */
  onParameter: ((one: Proposed, on: boolean) => void) | undefined
  /** Shows where it stands in the script. */
  onShow: (one: Proposed) => void
}

/** The amber marks in words: what each is, how often it stands there, and whether it is asked for the next time. */
export function ProposedList({ proposed, parameters, onParameter, onShow }: ProposedListProps) {
  if (proposed.length === 0) return null
  return (
    <table className="w-full table-fixed border-collapse text-left text-code">
      <caption className="pb-1 text-left text-meta text-fg3">
        <span className="font-medium">Proposed values, check each: {proposed.length}.</span> In the script, F8 and Shift+F8 go from one to the next.
        {onParameter && ' The ticked ones become parameters of the draft template.'}
      </caption>
      <thead className="text-meta text-fg3">
        <tr>
          <th className="w-2/5 font-medium">Name</th>
          <th className="font-medium">Value</th>
          <th className="w-16 font-medium">Type</th>
        </tr>
      </thead>
      <tbody>
        {proposed.map((one) => {
          const words = wordsOf(one.name)
          const on = parameters.has(one.name)
          return (
            <tr key={one.name} className="border-t border-line align-top">
              <th className="py-1 pr-2 font-normal break-words">
                {onParameter ? (
                  <label className="flex gap-2">
                    <input
                      type="checkbox"
                      aria-label={`Make ${words} a parameter`}
                      className="mt-px size-4 shrink-0 accent-accent"
                      checked={on}
                      // A secret is one always: its value stands in no template.
                      disabled={one.secret || (!on && !canBecome(one))}
                      onChange={(event) => onParameter(one, event.target.checked)}
                    />
                    <span className="min-w-0">{words}</span>
                  </label>
                ) : (
                  words
                )}
              </th>
              <td className="py-1 pr-2">
                <button
                  type="button"
                  title={`Show ${words} in the script`}
                  className="max-w-full rounded-tag border border-amber-bd bg-amber-bg px-1 text-left font-mono break-words text-amber-fg"
                  onClick={() => onShow(one)}
                >
                  {one.secret ? MASK : one.value}
                </button>
                {one.places.length > 1 && <span className="text-meta text-fg3"> {one.places.length} times</span>}
              </td>
              <td className="py-1 text-fg2">{one.type}</td>
            </tr>
          )
        })}
      </tbody>
    </table>
  )
}
