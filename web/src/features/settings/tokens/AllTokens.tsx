import { useInfiniteQuery } from '@tanstack/react-query'
import { Button } from '@/ui/Button'
import { ErrorState, Skeleton } from '@/ui/states'
import { Card } from '../Card'
import { accountTokensQuery, useRevokeAnyToken } from './queries'
import { TokenRow } from './TokenRow'

/** Those of the others, for administrators. */
export function AllTokens({ myId }: { myId: string }) {
  const list = useInfiniteQuery(accountTokensQuery)
  const revoke = useRevokeAnyToken()
  const others = list.data?.pages.flatMap((page) => page.items).filter(({ user_id }) => user_id !== myId)
  return (
    <Card title="Tokens of other users" description="Whoever holds one acts as its owner. The tokens themselves are not shown again, not even to you.">
      {list.isPending && <Skeleton lines={2} label="Loading the tokens of other users" />}
      {list.error && (
        <ErrorState what="The tokens of other users could not be loaded." error={list.error} onRetry={() => void list.refetch()} />
      )}
      {others?.length === 0 && !list.hasNextPage && <p className="text-fg2">Nobody else has a token.</p>}
      {others && others.length > 0 && (
        <ul aria-label="Tokens of other users" className="divide-y divide-line">
          {others.map((token) => (
            <TokenRow key={token.id} token={token} owner={token.owner} revoke={revoke} />
          ))}
        </ul>
      )}
      {list.hasNextPage && (
        <Button className="self-start" idle={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
          Show older tokens
        </Button>
      )}
    </Card>
  )
}
