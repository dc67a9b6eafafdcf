import { ArrowDown, ArrowUp } from 'lucide-react'
import { useState } from 'react'
import { age } from '@/lib/time'
import { useNow } from '@/lib/useNow'
import { Button } from '@/ui/Button'
import { IconButton } from '@/ui/IconButton'
import { FormError } from '@/ui/states'
import { Tag } from '@/ui/Tag'
import { useRemoveModel, useTestModel, type Endpoint } from './queries'
import { SearchState } from './SearchState'
import { TestResult } from './TestResult'
import { PROVIDER_NAMES, USE_NAMES } from './values'

export interface EndpointRowProps {
  endpoint: Endpoint
  index: number
  count: number
  onMove: (to: number) => void
  onEdit: (replaceKey: boolean) => void
}

export function EndpointRow({ endpoint, index, count, onMove, onEdit }: EndpointRowProps) {
  const test = useTestModel(endpoint.id)
  const [removing, setRemoving] = useState(false)
  const testing = test.isPending ? 'Testing' : 'Test'
  return (
    <li className="flex flex-col gap-2 py-3 first:pt-0 last:pb-0">
      <div className="flex flex-wrap items-start gap-x-3 gap-y-2">
        <Summary endpoint={endpoint} onReplace={() => onEdit(true)} />
        <div className="flex flex-wrap items-center gap-1">
          <IconButton
            id={`up-${endpoint.id}`}
            name={`Ask ${endpoint.name} earlier`}
            icon={ArrowUp}
            disabled={index === 0}
            onClick={() => onMove(index - 1)}
          />
          <IconButton
            id={`down-${endpoint.id}`}
            name={`Ask ${endpoint.name} later`}
            icon={ArrowDown}
            disabled={index === count - 1}
            onClick={() => onMove(index + 1)}
          />
          <Button small aria-label={`${testing} ${endpoint.name}`} idle={test.isPending} onClick={() => test.mutate()}>
            {testing}
          </Button>
          <Button small aria-label={`Change ${endpoint.name}`} onClick={() => onEdit(false)}>
            Change
          </Button>
          <Button small variant="ghost" aria-label={`Remove ${endpoint.name}`} onClick={() => setRemoving(true)}>
            Remove
          </Button>
        </div>
      </div>
      {removing && <Remove endpoint={endpoint} onKeep={() => setRemoving(false)} />}
      <FormError error={test.error} />
      {test.data && <TestResult result={test.data} />}
    </li>
  )
}

function Summary({ endpoint, onReplace }: { endpoint: Endpoint; onReplace: () => void }) {
  const now = useNow()
  return (
    <div className="min-w-56 flex-1">
      <p className="flex flex-wrap items-center gap-x-2 gap-y-1">
        <span className="font-medium break-words">{endpoint.name}</span>
        {endpoint.uses.map((use) => (
          <Tag key={use}>{USE_NAMES[use]}</Tag>
        ))}
        {endpoint.uses.length === 0 && <Tag>Not used</Tag>}
      </p>
      <p className="text-code break-all text-fg2">
        {PROVIDER_NAMES[endpoint.provider]}, <span className="font-mono">{endpoint.model}</span>
        {endpoint.base_url && (
          <>
            {' '}
            at <span className="font-mono">{endpoint.base_url}</span>
          </>
        )}
      </p>
      <p className="text-meta text-fg3">
        {endpoint.key_set_at ? (
          <>
            Key set {age(endpoint.key_set_at, now)}{' '}
            <button
              type="button"
              aria-label={`Replace the key of ${endpoint.name}`}
              className="text-accent underline underline-offset-2"
              onClick={onReplace}
            >
              Replace
            </button>
          </>
        ) : (
          'No key'
        )}
        , reads {endpoint.context_tokens.toLocaleString('en')} tokens{endpoint.sees_images && ' and images'}
      </p>
      {endpoint.uses.includes('search') && <SearchState />}
    </div>
  )
}

function Remove({ endpoint, onKeep }: { endpoint: Endpoint; onKeep: () => void }) {
  const remove = useRemoveModel(endpoint.id)
  return (
    <div role="group" aria-label={`Remove ${endpoint.name}?`} className="flex flex-wrap items-center gap-2 rounded-ctl border border-line bg-sunken px-3 py-2">
      <p className="min-w-48 flex-1">Its key is deleted with it. Answers and figures stay.</p>
      <Button small variant="danger" idle={remove.isPending} onClick={() => remove.mutate(undefined)}>
        {remove.isPending ? 'Removing' : `Remove ${endpoint.name} for good`}
      </Button>
      <Button small variant="ghost" onClick={onKeep}>
        Keep
      </Button>
      <FormError error={remove.error} />
    </div>
  )
}
