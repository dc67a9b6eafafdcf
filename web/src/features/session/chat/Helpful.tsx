import { ThumbsDown, ThumbsUp } from 'lucide-react'
import { IconButton } from '@/ui/IconButton'
import { useRating } from '../model/ratings'

/** One word a person on an answer; pressed again, it is taken back. */
export function Helpful({ sessionId, messageId }: { sessionId: string; messageId: string }) {
  const { helpful, rate } = useRating(sessionId, messageId)
  return (
    <span role="group" aria-label="Was this answer helpful?" className="flex items-center">
      <IconButton
        name="Helpful"
        icon={ThumbsUp}
        aria-pressed={helpful === true}
        onClick={() => rate(helpful === true ? undefined : true)}
      />
      <IconButton
        name="Not helpful"
        icon={ThumbsDown}
        aria-pressed={helpful === false}
        onClick={() => rate(helpful === false ? undefined : false)}
      />
    </span>
  )
}
