import { useChecks } from '../model/checks'
import type { Whole } from '../model/types'
import { CheckRow } from './CheckRow'
import { LaneSection } from './LaneSection'

export interface CheckListProps {
  whole: Whole
  /** The engineer wants the assistant to read a logged result. */
  onLogged: (title: string, result: string) => void
}

export function CheckList({ whole, onLogged }: CheckListProps) {
  const { checks, session } = whole
  const { change, undo, undoable } = useChecks(session.id)
  const open = checks.filter(({ status }) => status === 'todo').length
  return (
    <LaneSection id="checks" title="Diagnostic checks" count={checks.length > 0 && `${checks.length - open}/${checks.length}`}>
      {checks.length === 0 && <p className="py-1 text-fg3">None yet. The assistant proposes what to look at.</p>}
      <ul className="flex flex-col gap-0.5">
        {checks.map((check) => (
          <CheckRow
            key={check.id}
            check={check}
            locked={session.status !== 'active'}
            onChange={(row, values, ask) =>
              change.mutate(
                { check: row, change: values },
                {
                  onSuccess: () => {
                    undoable(values.status === 'skipped' ? 'Check skipped' : row.status === 'done' ? 'Result confirmed' : 'Result logged', row.id)
                    if (ask && values.result) onLogged(row.title, values.result)
                  },
                },
              )
            }
            onUndo={(checkId) => undo.mutate(checkId)}
          />
        ))}
      </ul>
    </LaneSection>
  )
}
