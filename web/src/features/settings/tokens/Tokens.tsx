import { useQuery } from '@tanstack/react-query'
import type { FormEvent } from 'react'
import { fieldText } from '@/lib/form'
import { Button } from '@/ui/Button'
import { CodeBlock } from '@/ui/CodeBlock'
import { Select, TextField } from '@/ui/Field'
import { ErrorState, FormError, Skeleton } from '@/ui/states'
import { Card } from '../Card'
import { ROLE_NAMES, ROLES, type Role } from '../roles'
import { TokenRow } from './TokenRow'
import { tokensQuery, useCreateToken, useRevokeToken } from './queries'

const LIFETIMES = [
  { value: '30', label: '30 days' },
  { value: '90', label: '90 days' },
  { value: '366', label: 'One year' },
  { value: '', label: 'Does not expire' },
]

const ACCESS = [
  { value: 'change', label: 'Read and change' },
  { value: 'read', label: 'Read only' },
]

export function Tokens({ role }: { role: Role }) {
  const tokens = useQuery(tokensQuery)
  const create = useCreateToken()
  const revoke = useRevokeToken()
  return (
    <Card title="Your tokens" description="For scripts and other programs that act as you.">
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
        <ul aria-label="Your tokens" className="divide-y divide-line">
          {tokens.data.items.map((token) => (
            <TokenRow key={token.id} token={token} revoke={revoke} />
          ))}
        </ul>
      )}
      <CreateToken role={role} create={create} />
    </Card>
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
    const body = {
      name: fieldText(form, 'name'),
      role: fieldText(form, 'role') as Role,
      days: days ? Number(days) : null,
      read_only: fieldText(form, 'access') === 'read',
    }
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
      <Select label="May" name="access" options={ACCESS} className="w-44" />
      <Select label="Lifetime" name="days" options={LIFETIMES} defaultValue="90" className="w-40" />
      <Button type="submit" idle={create.isPending}>
        Create token
      </Button>
      {create.error?.errors.length === 0 && <FormError error={create.error} />}
    </form>
  )
}
