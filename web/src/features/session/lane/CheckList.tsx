import { typed } from '@/lib/typed'
import { useChecks, type CheckWish } from '../model/checks'
import { useFacts } from '../model/facts'
import { resultName } from '../model/kept-text'
import type { Check, Whole } from '../model/types'
import { CheckRow } from './CheckRow'
import { LaneSection } from './LaneSection'
import { tellResult } from './result-fact'
import { findSame } from './same-fact'

export interface CheckListProps {
  whole: Whole
  /** The engineer wants the assistant to read a logged result. */
  onLogged: (title: string, result: string) => void
}

const isSkipped = ({ id, status }: Check) => status === 'skipped' && typed.read(resultName(id)) === ''

export function CheckList({ whole, onLogged }: CheckListProps) {
  const { checks, facts, session } = whole
  const { change, takeBack, undoable } = useChecks(session.id)
  const { propose } = useFacts(session.id)
  const open = checks.filter(({ status }) => status === 'todo').length

  const store = (check: Check, values: CheckWish['change']) => change.mutateAsync({ check, change: values })
  const log = async (check: Check, result: string, ask: boolean) => {
    await store(check, { status: 'done', result })
    if (ask) {
      undoable('Result logged', check.id)
      onLogged(check.title, result)
      return
    }
    // Nobody else will make a fact of it: one line of it is proposed.
    const text = tellResult(check.title, result)
    const back = findSame(facts, text) ? undefined : await propose(text).catch(() => undefined)
    undoable(back ? 'Result logged, and proposed as a fact' : 'Result logged', check.id, back)
  }
  const quietly = (check: Check, values: CheckWish['change'], said: string) =>
    // The page says so itself when it is refused.
    void store(check, values).then(() => undoable(said, check.id), () => undefined)
  const draw = (check: Check) => (
    <CheckRow
      key={check.id}
      check={check}
      locked={session.status !== 'active'}
      onLog={log}
      onSkip={(row) => quietly(row, { status: 'skipped' }, 'Check skipped')}
      onConfirm={(row) => quietly(row, { status: 'done', ...(row.result && { result: row.result }) }, 'Result confirmed')}
      onUndo={takeBack}
    />
  )
  // What nobody answers stands not between the engineer and the open one.
  const skipped = checks.filter(isSkipped)
  return (
    <LaneSection id="checks" title="Diagnostic checks" count={checks.length > 0 && `${checks.length - open}/${checks.length}`}>
      {checks.length === 0 && <p className="py-1 text-fg3">None yet. The assistant proposes what to look at.</p>}
      <ul className="flex flex-col gap-0.5">{checks.filter((check) => !isSkipped(check)).map(draw)}</ul>
      {skipped.length > 0 && (
        <details className="mt-1 text-code text-fg2">
          <summary className="cursor-pointer py-1">Skipped, {skipped.length}</summary>
          <ul className="flex flex-col gap-0.5">{skipped.map(draw)}</ul>
        </details>
      )}
    </LaneSection>
  )
}
