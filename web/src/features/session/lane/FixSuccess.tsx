import type { Schemas } from '@/api/client'
import { tellInterval, tellSuccess } from '@/features/scripts/words'

type Success = Schemas['SuccessOut']

/** How the template's fixes went: the sentence, and what so few cases can say, for the customer where there is experience. */
export function FixSuccess({ success }: { success: Success }) {
  const { account, customer } = success
  const rate = customer && customer.applied > 0 ? customer : account
  const interval = tellInterval(rate)
  return (
    <p className="mt-1 pl-6 text-meta">
      {tellSuccess(success)}
      {interval && (
        <span className="block text-fg2">
          {rate === account ? '' : 'For this customer: '}
          {interval}.
        </span>
      )}
    </p>
  )
}
