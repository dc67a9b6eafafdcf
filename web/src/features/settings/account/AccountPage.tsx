import { useQuery, useQueryClient, useMutation } from '@tanstack/react-query'
import { useState, type FormEvent } from 'react'
import { ApiError, http, unwrap, type Schemas } from '@/api/client'
import { meQuery, settingsQuery } from '@/api/queries'
import { useNow } from '@/lib/useNow'
import { Button } from '@/ui/Button'
import { TextField } from '@/ui/Field'
import { ErrorState, FormError, Skeleton } from '@/ui/states'
import { say } from '@/ui/toast'
import { Card } from '../Card'
import { UnsavedGuard } from '../models/UnsavedGuard'
import { AdminPage } from '../nav/AdminPage'
import { Retention } from './Retention'
import { localZone, timeIn, ZONES } from './zones'

export default function AccountPage() {
  return (
    <AdminPage title="Name and time zone">
      <Loaded />
      <Retention />
    </AdminPage>
  )
}

function Loaded() {
  const settings = useQuery(settingsQuery)
  if (settings.data) {
    const { name, time_zone: zone } = settings.data
    return <AccountForm key={`${name} ${zone}`} stored={{ name, zone }} />
  }
  return settings.error ? (
    <ErrorState what="The account could not be loaded." error={settings.error} onRetry={() => void settings.refetch()} />
  ) : (
    <Skeleton lines={4} label="Loading the account" />
  )
}

function useChangeAccount() {
  const cache = useQueryClient()
  return useMutation<Schemas['SettingsOut'], ApiError, { name: string; time_zone: string }>({
    mutationFn: (body) => unwrap(http.PATCH('/api/v1/account/settings', { body })),
    onSuccess: (settings) => {
      // Here, since the form is drawn anew with what is stored.
      say.done('The account is saved.')
      cache.setQueryData(settingsQuery.queryKey, settings)
      return cache.invalidateQueries({ queryKey: meQuery.queryKey })
    },
  })
}

function AccountForm({ stored }: { stored: { name: string; zone: string } }) {
  const change = useChangeAccount()
  const now = useNow()
  const [typed, setTyped] = useState(stored)
  const here = localZone()
  const there = timeIn(typed.zone.trim(), now)
  const dirty = typed.name !== stored.name || typed.zone !== stored.zone
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (change.isPending) return
    change.mutate({ name: typed.name, time_zone: typed.zone.trim() })
  }
  return (
    <Card title="Account" description="For everybody who works here.">
      <form onSubmit={submit} className="flex flex-col gap-4">
        <TextField
          label="Name"
          required
          maxLength={300}
          autoComplete="organization"
          hint="Of your company or service desk."
          value={typed.name}
          onChange={({ target }) => setTyped({ ...typed, name: target.value })}
          error={change.error?.fieldMessage('name')}
        />
        <div className="flex flex-wrap items-start gap-2">
          <TextField
            label="Time zone"
            required
            list="time-zones"
            autoComplete="off"
            className="min-w-56 flex-1"
            hint={there ? `It is ${there} there now. Times in notes and figures are written so.` : 'Type a city, as in Vienna, and choose.'}
            value={typed.zone}
            onChange={({ target }) => setTyped({ ...typed, zone: target.value })}
            error={change.error?.fieldMessage('time_zone')}
          />
          {here && here !== typed.zone && (
            <Button className="mt-6" onClick={() => setTyped({ ...typed, zone: here })}>
              Use {here}
            </Button>
          )}
        </div>
        <datalist id="time-zones">
          {ZONES.map((zone) => (
            <option key={zone} value={zone} />
          ))}
        </datalist>
        {change.error?.errors.length === 0 && <FormError error={change.error} />}
        <Button type="submit" variant="primary" className="self-start" idle={change.isPending}>
          {change.isPending ? 'Saving' : 'Save'}
        </Button>
        <UnsavedGuard dirty={dirty && !change.isPending} />
      </form>
    </Card>
  )
}
