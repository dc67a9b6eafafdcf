import { Plus } from 'lucide-react'
import { Button } from '@/ui/Button'
import { IconButton } from '@/ui/IconButton'
import { useFacts } from '../model/facts'
import type { Whole } from '../model/types'
import { AddFact } from './AddFact'
import { FactRow } from './FactRow'
import { LaneSection } from './LaneSection'

export interface FactListProps {
  whole: Whole
  adding: boolean
  onAdding: (adding: boolean) => void
}

export function FactList({ whole, adding, onAdding }: FactListProps) {
  const { facts, session } = whole
  const { correct, remove } = useFacts(session.id)
  const locked = session.status !== 'active'
  const proposals = facts.filter(({ status }) => status === 'proposed')
  const proposed = proposals.length
  const labels = new Map(facts.filter(({ status }) => status === 'confirmed').map(({ id }, index) => [id, `F${index + 1}`]))
  const confirmAll = () => proposals.forEach((fact) => correct.mutate({ fact, change: { status: 'confirmed' } }))
  return (
    <LaneSection
      id="facts"
      title="What we know"
      count={facts.length > 0 && (proposed > 0 ? `${facts.length}, ${proposed} to confirm` : facts.length)}
      action={
        !locked && (
          <>
            {proposed > 1 && (
              <Button variant="ghost" className="!h-7 px-2" onClick={confirmAll}>
                Confirm all
              </Button>
            )}
            <IconButton name="Add a fact" keys="a" icon={Plus} onClick={() => onAdding(true)} />
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
        {facts.map((fact) => (
          <FactRow key={fact.id} fact={fact} label={labels.get(fact.id)} locked={locked} onChange={correct.mutate} onRemove={remove} />
        ))}
      </ul>
      {adding && !locked && <AddFact sessionId={session.id} onClose={() => onAdding(false)} />}
    </LaneSection>
  )
}
