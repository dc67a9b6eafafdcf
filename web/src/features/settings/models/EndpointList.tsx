import { Plus } from 'lucide-react'
import { lazy, Suspense, useEffect, useRef, useState } from 'react'
import { Button } from '@/ui/Button'
import { EmptyState, FormError } from '@/ui/states'
import { Card } from '../Card'
import { EndpointRow } from './EndpointRow'
import { move } from './order'
import { useOrderModels, type Endpoint, type Endpoints } from './queries'
import { USE_NAMES, USES } from './values'

const EndpointDialog = lazy(() => import('./EndpointDialog'))

const WITHOUT: Record<string, string> = {
  chat: 'the playbook assistant answers',
  notes: 'notes are put together from the facts',
  extraction: 'parameters are found by rules',
}

/** `endpoint` undefined: a new one. */
type Opened = { endpoint: Endpoint | undefined; replaceKey: boolean }

export function EndpointList({ models }: { models: Endpoints }) {
  const [opened, setOpened] = useState<Opened>()
  const add = () => setOpened({ endpoint: undefined, replaceKey: false })
  const { items, installation } = models
  const unserved = USES.filter(({ value }) => value !== 'search' && items.length > 0 && !items.some(({ uses }) => uses.includes(value)))
  return (
    <Card
      title="Language models"
      actions={
        items.length > 0 && (
          <Button variant="primary" onClick={add}>
            <Plus size={16} strokeWidth={2} aria-hidden /> Add a model
          </Button>
        )
      }
    >
      {items.length > 0 ? (
        <Ordered items={items} onOpen={(endpoint, replaceKey) => setOpened({ endpoint, replaceKey })} />
      ) : (
        installation.length === 0 && <Nothing onAdd={add} />
      )}
      {unserved.length > 0 && (
        <div className="flex flex-col gap-1 border-t border-line pt-3 text-fg2">
          {unserved.map(({ value }) => (
            <p key={value}>
              No model for {USE_NAMES[value].toLowerCase()}: {WITHOUT[value]}.
            </p>
          ))}
        </div>
      )}
      {installation.length > 0 && <Installation models={models} onAdd={add} />}
      <Suspense>
        {opened && (
          <EndpointDialog {...opened} referenceModel={models.reference_model} onClose={() => setOpened(undefined)} />
        )}
      </Suspense>
    </Card>
  )
}

interface OrderedProps {
  items: readonly Endpoint[]
  onOpen: (endpoint: Endpoint, replaceKey: boolean) => void
}

function Ordered({ items, onOpen }: OrderedProps) {
  const order = useOrderModels()
  const moved = useRef<{ id: string; step: number }>(undefined)
  const shown = order.isPending ? order.variables : items
  const first = shown.map(({ id }) => id).join()
  // At an end the pressed button is off: the other one takes the focus.
  useEffect(() => {
    if (!moved.current) return
    const { id, step } = moved.current
    const names = step < 0 ? ['up', 'down'] : ['down', 'up']
    const buttons = names.map((name) => document.getElementById(`${name}-${id}`))
    buttons.find((button) => button instanceof HTMLButtonElement && !button.disabled)?.focus()
    moved.current = undefined
  }, [first])
  const onMove = (from: number, to: number) => {
    const endpoint = shown[from]
    if (!endpoint || order.isPending) return
    moved.current = { id: endpoint.id, step: to - from }
    order.mutate(move(shown, from, to))
  }
  return (
    <>
      {items.length > 1 && (
        <p className="text-fg2">For each use they are asked in this order: the next one when one does not answer.</p>
      )}
      <ol aria-label="Models in the order in which they are asked" className="divide-y divide-line">
        {shown.map((endpoint, index) => (
          <EndpointRow
            key={endpoint.id}
            {...{ endpoint, index }}
            count={shown.length}
            onMove={(to) => onMove(index, to)}
            onEdit={(replaceKey) => onOpen(endpoint, replaceKey)}
          />
        ))}
      </ol>
      <FormError error={order.error} />
    </>
  )
}

const Nothing = ({ onAdd }: { onAdd: () => void }) => (
  <EmptyState
    action={
      <Button variant="primary" onClick={onAdd}>
        <Plus size={16} strokeWidth={2} aria-hidden /> Add a model
      </Button>
    }
  >
    Resolvent works without a language model: the playbook assistant asks for the next check, suggests fixes and puts notes
    together from what is known. A model also reads logs and screenshots, answers what no playbook covers, and words the
    notes.
  </EmptyState>
)

function Installation({ models, onAdd }: { models: Endpoints; onAdd: () => void }) {
  const used = models.items.length === 0
  return (
    <div className="flex flex-col items-start gap-2">
      <h3 className="font-medium">Set for this installation{!used && ' (not used: you have models of your own)'}</h3>
      <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1">
        {models.installation.map(({ use, model }) => (
          <div key={use} className="contents">
            <dt className="text-fg3">{USE_NAMES[use]}</dt>
            <dd className="font-mono text-code break-all">{model}</dd>
          </div>
        ))}
      </dl>
      {used && (
        <>
          <p className="text-fg2">Whoever runs Resolvent chose these. A model of your own takes their place.</p>
          <Button onClick={onAdd}>
            <Plus size={16} strokeWidth={2} aria-hidden /> Add a model
          </Button>
        </>
      )}
    </div>
  )
}
