import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { http, unwrap, type Schemas } from '@/api/client'
import { percents } from '@/lib/percent'
import { Button } from '@/ui/Button'
import { TextArea } from '@/ui/Field'
import { FormError } from '@/ui/states'

/** Which playbook would this problem find, with the text as it stands here? */
export function TryBox({ text }: { text: string }) {
  const [problem, setProblem] = useState('')
  const ask = useMutation({
    mutationFn: (told: string) =>
      unwrap(http.POST('/api/v1/playbooks/try', { body: { title: told.split('\n')[0]?.slice(0, 300) ?? told, problem: told, text } })),
  })
  return (
    <section aria-label="Try it" className="flex flex-col gap-2">
      <h2 className="text-panel font-semibold">Try it</h2>
      <form
        className="flex flex-col gap-2"
        onSubmit={(event) => {
          event.preventDefault()
          if (problem.trim()) ask.mutate(problem.trim())
        }}
      >
        <TextArea label="A problem, as a user would tell it" rows={4} maxLength={5000} value={problem} onChange={(event) => setProblem(event.target.value)} />
        <Button type="submit" idle={!problem.trim() || ask.isPending} className="self-start">
          Which playbook does it find?
        </Button>
        <FormError error={ask.error} />
      </form>
      <div role="status">{ask.data && <Found tried={ask.data} />}</div>
    </section>
  )
}

function Found({ tried }: { tried: Schemas['TriedOut'] }) {
  if (tried.title === null) return <p>None. It would be worked through as a checklist.</p>
  return (
    <div className="flex flex-col gap-1 rounded-ctl border border-line bg-surface px-3 py-2">
      <p>
        <span className="font-medium">{tried.this_text ? 'This one' : `“${tried.title}”`}</span>, {tried.level} ({percents(tried.confidence)}).
      </p>
      {tried.runner_up && <p className="text-fg2">Next to it: “{tried.runner_up}”.</p>}
      {tried.next_step && <p className="text-fg2">It would begin with: {tried.next_step}</p>}
    </div>
  )
}
