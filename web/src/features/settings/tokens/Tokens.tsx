import { useQuery } from '@tanstack/react-query'
import { useState, type FormEvent } from 'react'
import type { Schemas } from '@/api/client'
import { fieldText } from '@/lib/form'
import { moment } from '@/lib/time'
import { Button } from '@/ui/Button'
import { CodeBlock } from '@/ui/CodeBlock'
import { Select, TextField } from '@/ui/Field'
import { ErrorState, FormError, Skeleton } from '@/ui/states'
import { Card } from './Card'
import { tokensQuery, useCreateToken, useRevokeToken, type Token } from './queries'

type Role = Schemas['Role']

const ROLES: readonly Role[] = ['engineer', 'lead', 'admin']
const ROLE_NAMES: Record<Role, string> = { engineer: 'Engineer', lead: 'Lead', admin: 'Admin' }
const LIFETIMES = [
  { value: '30', label: '30 days' },
  { value: '90', label: '90 days' },
  { value: '366', label: 'One year' },
  { value: '', label: 'Does not expire' },
]

export function Tokens({ role }: { role: Role }) {
  const tokens = useQuery(tokensQuery)
  const create = useCreateToken()
  return (
    <Card title="API tokens" description="For scripts and other programs that act as you.">
      {create.data && (
        <div role="status" className="flex flex-col gap-2 rounded-ctl bg-green-bg p-3 text-green-fg">
          <p className="font-medium">Copy “{create.data.info.name}” now: it is not shown again.</p>
          <div className="text-fg">
            <CodeBlock code={create.data.token} language="token" />
          </div>
        </div>
      )}
      {tokens.isPending && <Skeleton lines={2} label="Loading tokens" />}
      {tokens.error && (
        <ErrorState what="The tokens could not be loaded." error={tokens.error} onRetry={() => void tokens.refetch()} />
      )}
      {tokens.data?.items.length === 0 && <p className="text-fg2">You have no tokens.</p>}
      {tokens.data && tokens.data.items.length > 0 && (
        <ul aria-label="API tokens" className="divide-y divide-line">
          {tokens.data.items.map((token) => (
            <TokenRow key={token.id} token={token} />
          ))}
        </ul>
      )}
      <CreateToken role={role} create={create} />
    </Card>
  )
}

function TokenRow({ token }: { token: Token }) {
  const revoke = useRevokeToken()
  const [asking, setAsking] = useState(false)
  const expiry = token.expires_at ? `expires ${moment(token.expires_at)}` : 'does not expire'
  const used = token.last_used_at ? `last used ${moment(token.last_used_at)}` : 'never used'
  return (
    <li className="flex flex-wrap items-center gap-2 py-2">
      <div className="min-w-0 flex-1">
        <p className="font-medium break-words">
          {token.name} <span className="font-mono text-code font-normal text-fg3">{token.prefix}…</span>
        </p>
        <p className="text-meta text-fg3">
          {ROLE_NAMES[token.role]}, {expiry}, {used}
        </p>
        <FormError error={revoke.error} />
      </div>
      {asking ? (
        <>
          <Button variant="danger" idle={revoke.isPending} onClick={() => revoke.mutate(token.id)}>
            Revoke for good
          </Button>
          <Button variant="ghost" onClick={() => setAsking(false)}>
            Keep
          </Button>
        </>
      ) : (
        <Button onClick={() => setAsking(true)}>
          Revoke<span className="sr-only"> {token.name}</span>
        </Button>
      )}
    </li>
  )
}

function CreateToken({ role, create }: { role: Role; create: ReturnType<typeof useCreateToken> }) {
  const roles = ROLES.slice(0, ROLES.indexOf(role) + 1).map((one) => ({ value: one, label: ROLE_NAMES[one] }))
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    if (create.isPending) return
    const element = event.currentTarget
    const form = new FormData(element)
    const days = fieldText(form, 'days')
    const body = { name: fieldText(form, 'name'), role: fieldText(form, 'role') as Role, days: days ? Number(days) : null }
    create.mutate(body, { onSuccess: () => element.reset() })
  }
  return (
    <form onSubmit={submit} className="flex flex-wrap items-end gap-3 border-t border-line pt-4">
      <TextField
        label="Name of a new token"
        name="name"
        required
        placeholder="e.g. nightly report"
        className="min-w-48 flex-1"
        error={create.error?.fieldMessage('name')}
      />
      <Select label="May act as" name="role" options={roles} className="w-32" />
      <Select label="Lifetime" name="days" options={LIFETIMES} defaultValue="90" className="w-40" />
      <Button type="submit" idle={create.isPending}>
        Create token
      </Button>
      {create.error?.errors.length === 0 && <FormError error={create.error} />}
    </form>
  )
}
