import { useRef, useState } from 'react'
import { flushSync } from 'react-dom'
import type { UseMutationResult } from '@tanstack/react-query'
import type { ApiError } from '@/api/client'
import { age, moment } from '@/lib/time'
import { useNow } from '@/lib/useNow'
import { Button } from '@/ui/Button'
import { FormError } from '@/ui/states'
import { ROLE_NAMES } from '../roles'
import type { Token } from './queries'

export interface TokenRowProps {
  token: Token
  /** Shown where tokens of several users stand together. */
  owner?: string
  revoke: UseMutationResult<unknown, ApiError, string>
}

/** Revoking can't be undone: asked once more instead. */
export function TokenRow({ token, owner, revoke }: TokenRowProps) {
  const now = useNow()
  const [asking, setAsking] = useState(false)
  const keep = useRef<HTMLButtonElement>(null)
  const ask = useRef<HTMLButtonElement>(null)
  // The pressed button goes: the focus moves to the harmless one that takes its place.
  const turn = (next: boolean) => {
    flushSync(() => setAsking(next))
    ;(next ? keep : ask).current?.focus()
  }
  const mine = revoke.variables === token.id
  const expired = token.expires_at !== null && Date.parse(token.expires_at) <= now
  const expiry = token.expires_at ? `${expired ? 'expired' : 'expires'} ${moment(token.expires_at)}` : 'does not expire'
  const used = token.last_used_at ? `last used ${age(token.last_used_at, now)}` : 'never used'
  return (
    <li className="flex flex-wrap items-center gap-2 py-2">
      <div className="min-w-0 flex-1">
        <p className="font-medium break-words">
          {token.name} <span className="font-mono text-code font-normal text-fg3">{token.prefix}…</span>
        </p>
        <p className="text-meta text-fg3">
          {owner && <span className="text-fg2">{owner}, </span>}
          {ROLE_NAMES[token.role]}{token.read_only && ', reads only'}, {expiry}, {used}
        </p>
        {mine && <FormError error={revoke.error} />}
      </div>
      {asking ? (
        <>
          <Button variant="danger" idle={revoke.isPending} onClick={() => revoke.mutate(token.id)}>
            Revoke for good
          </Button>
          <Button ref={keep} variant="ghost" onClick={() => turn(false)}>
            Keep
          </Button>
        </>
      ) : (
        <Button ref={ask} onClick={() => turn(true)}>
          Revoke<span className="sr-only"> {token.name}</span>
        </Button>
      )}
    </li>
  )
}
