import { Button } from '@/ui/Button'
import { InfoLine } from '../InfoLine'
import { useFacts } from '../model/facts'
import type { Whole } from '../model/types'

/** Of what the assistant proposed, a note tells nothing before somebody stands by it. */
export function Proposals({ whole }: { whole: Whole }) {
  const { confirmAll } = useFacts(whole.session.id)
  const proposals = whole.facts.filter(({ status }) => status === 'proposed')
  if (proposals.length === 0) return null
  const one = proposals.length === 1
  return (
    <InfoLine
      action={
        <Button small onClick={() => void confirmAll(proposals)}>
          {one ? 'Confirm it' : 'Confirm all'}
        </Button>
      }
    >
      {one ? 'One proposed fact is not confirmed, so the note leaves it out.' : `${proposals.length} proposed facts are not confirmed, so the note leaves them out.`}
    </InfoLine>
  )
}
