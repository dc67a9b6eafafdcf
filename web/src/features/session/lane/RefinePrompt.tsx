import { Link } from '@tanstack/react-router'
import { Sparkles } from 'lucide-react'
import { useEffect, useRef } from 'react'
import { Button, buttonLook } from '@/ui/Button'
import { draftToRefine, useRefineAnswer } from '../model/scripts'
import type { Whole } from '../model/types'

/** Once the session is resolved and its drafted script worked: make it a template for the next one. */
export function RefinePrompt({ whole }: { whole: Whole }) {
  const answer = useRefineAnswer(whole.session.id)
  const draft = draftToRefine(whole)
  const card = useRef<HTMLElement>(null)
  // The lane may be scrolled down to the script that worked.
  useEffect(() => {
    // In newer browsers it answers with a promise, which is nothing to clean up with.
    void card.current?.scrollIntoView({ block: 'nearest' })
  }, [draft?.id])
  if (!draft) return null
  const found = draft.parameters === 1 ? '1 parameter found' : `${draft.parameters} parameters found`
  const say = (word: 'later' | 'never') => answer.mutate({ draftId: draft.id, answer: word })
  return (
    <section ref={card} aria-label="Make this reusable" className="m-3 flex flex-col gap-2 rounded-card border border-accent bg-surface p-3">
      <h2 className="flex items-center gap-2 font-semibold">
        <Sparkles size={16} strokeWidth={1.75} aria-hidden className="text-accent" />
        Make this reusable?
      </h2>
      <p className="text-fg2">
        “{draft.title}” worked here. {found}. Refine it, and the next ticket of this kind is offered it first.
      </p>
      <div className="flex flex-wrap gap-2">
        <Link to="/scripts/builder/$draftId" params={{ draftId: draft.id }} search={{ view: 'ran' }} className={buttonLook('primary')}>
          Refine &amp; publish
        </Link>
        <Button idle={answer.isPending} onClick={() => say('later')}>
          Later
        </Button>
        <Button variant="ghost" idle={answer.isPending} onClick={() => say('never')}>
          Don’t ask for this one
        </Button>
      </div>
    </section>
  )
}
