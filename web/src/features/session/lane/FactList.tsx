import { useQuery } from '@tanstack/react-query'
import { Plus } from 'lucide-react'
import { meQuery } from '@/api/queries'
import { typed } from '@/lib/typed'
import { Button } from '@/ui/Button'
import { IconButton } from '@/ui/IconButton'
import { useOpenRows } from '../people/useOpenRows'
import { useFacts } from '../model/facts'
import { factName } from '../model/kept-text'
import type { Whole } from '../model/types'
import { AddFact, NEW_FACT } from './AddFact'
import { FactRow } from './FactRow'
import { keptBases } from './kept-bases'
import { LaneSection } from './LaneSection'

export interface FactListProps {
  whole: Whole
  adding: boolean
  onAdding: (adding: boolean) => void
}

export function FactList({ whole, adding, onAdding }: FactListProps) {
  const { facts, session, diagrams } = whole
  const drawn = new Map(diagrams.map((diagram) => [diagram.fact_id, diagram]))
  const { write, change, confirmAll, remove } = useFacts(session.id)
  const { data: me } = useQuery(meQuery)
  const { shown, onEditing } = useOpenRows(facts, () => keptBases.all(session.id))
  const locked = session.status !== 'active'
  const proposals = facts.filter(({ status }) => status === 'proposed')
  const labels = new Map(facts.filter(({ status }) => status === 'confirmed').map(({ id }, index) => [id, `F${index + 1}`]))
  const ask = () => {
    onAdding(true)
    window.setTimeout(() => document.getElementById(NEW_FACT)?.focus())
  }
  const addAnew = (text: string) =>
    void write(text).catch(() => {
      // Refused: in the field of new facts, as it was typed.
      typed.write(factName(session.id), text)
      onAdding(true)
    })
  return (
    <LaneSection
      id="facts"
      title="What we know"
      wanted={adding && !locked}
      count={facts.length > 0 && (proposals.length > 0 ? `${proposals.length} of ${facts.length} to confirm` : facts.length)}
      action={
        !locked && (
          <>
            {proposals.length > 1 && (
              <Button small variant="ghost" onClick={() => void confirmAll(proposals)}>
                Confirm all
              </Button>
            )}
            <IconButton name="Add a fact" keys="a" icon={Plus} onClick={ask} />
          </>
        )
      }
    >
      {facts.length === 0 && !adding && (
        <p className="py-1 text-fg3">
          Nothing yet. {locked ? '' : 'The assistant proposes facts here; add your own with +.'}
        </p>
      )}
      <ul className="flex flex-col gap-0.5">
        {shown.map(({ row, gone }) => (
          <FactRow
            key={row.id}
            sessionId={session.id}
            fact={row}
            label={labels.get(row.id)}
            diagram={drawn.get(row.id)}
            mine={row.added_by !== null && row.added_by === me?.name}
            locked={locked}
            onChange={change}
            onRemove={remove}
            onEditing={onEditing}
            gone={gone}
            onAddAnew={addAnew}
          />
        ))}
      </ul>
      {adding && (!locked || typed.read(factName(session.id)) !== '') && (
        <AddFact sessionId={session.id} {...{ facts, labels, locked }} onClose={() => onAdding(false)} />
      )}
    </LaneSection>
  )
}
