import { useQuery } from '@tanstack/react-query'
import { usersQuery } from '@/api/queries'
import { queuesQuery } from '@/features/escalations/waiting'
import { Select, TextArea, TextField } from '@/ui/Field'
import type { ApiError } from '@/api/client'
import type { Handed } from './handed'

export interface HandToProps {
  handed: Handed
  onChange: (part: Partial<Handed>) => void
  error: ApiError | null
}

const ANYBODY = 'anybody'
const ANOTHER = 'another'

/** For whom an escalation is, and what they are asked. It stands in the queue; the ticket's note stays as it is shown. */
export default function HandTo({ handed, onChange, error }: HandToProps) {
  const { data: users } = useQuery(usersQuery)
  const { data: known = [] } = useQuery(queuesQuery)
  const { question, to } = handed
  const queue = to && 'queue' in to ? to.queue : undefined
  const isKnown = queue !== undefined && known.includes(queue)
  const value = !to ? ANYBODY : 'user' in to ? `user ${to.user}` : isKnown ? `queue ${to.queue}` : ANOTHER
  const choose = (chosen: string) => {
    const [kind, ...rest] = chosen.split(' ')
    const name = rest.join(' ')
    onChange({ to: kind === 'user' ? { user: name } : kind === 'queue' ? { queue: name } : kind === ANOTHER ? { queue: '' } : undefined })
  }
  return (
    <section aria-label="Hand over" className="grid shrink-0 items-start gap-2.5 border-t border-line px-4 py-3 sm:grid-cols-[11rem_1fr]">
      <div className="flex flex-col gap-2.5">
        <Select
          label="For"
          value={value}
          options={[
            { value: ANYBODY, label: 'Anybody' },
            ...known.map((name) => ({ value: `queue ${name}`, label: `Queue ${name}` })),
            { value: ANOTHER, label: 'Another queue' },
            ...(users?.items ?? []).map(({ id, name }) => ({ value: `user ${id}`, label: name })),
          ]}
          error={error?.fieldMessage('to.user_id') ?? error?.fieldMessage('to')}
          onChange={(event) => choose(event.target.value)}
        />
        {queue !== undefined && !isKnown && (
          <TextField
            label="Queue"
            value={queue}
            maxLength={60}
            placeholder="Tier 2"
            error={error?.fieldMessage('to.queue')}
            onChange={(event) => onChange({ to: { queue: event.target.value } })}
          />
        )}
      </div>
      <TextArea
        label="Question for the next engineer (optional)"
        rows={2}
        className="[&_textarea]:field-sizing-content [&_textarea]:max-h-40 [&_textarea]:min-h-14"
        value={question}
        error={error?.fieldMessage('question')}
        onChange={(event) => onChange({ question: event.target.value })}
      />
    </section>
  )
}
