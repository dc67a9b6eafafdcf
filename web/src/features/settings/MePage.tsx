import { useQuery, useQueryClient } from '@tanstack/react-query'
import { meQuery } from '@/api/queries'
import { PasswordForm } from '@/features/auth/PasswordForm'
import { answerScroll, sendKey } from '@/lib/chat-preferences'
import { useStore } from '@/lib/store'
import { singleKeys } from '@/shell/actions'
import { spellKeys } from '@/shell/keyboard'
import { chooseDensity, chooseTheme, DENSITIES, density, theme, THEMES } from '@/shell/theme'
import { Page } from '@/ui/Page'
import { say } from '@/ui/toast'
import { ToggleGroup } from '@/ui/ToggleGroup'
import { Card } from './Card'
import { SignIns } from './me/SignIns'
import { ROLE_NAMES } from './roles'

const SEND_KEYS = [
  { value: 'enter', label: 'Enter' },
  { value: 'mod-enter', label: spellKeys('$mod+Enter').join('+') },
] as const
const SCROLLS = [
  { value: 'start', label: 'Stay at its start' },
  { value: 'follow', label: 'Follow its end' },
] as const

export default function MePage() {
  const { data: me } = useQuery(meQuery)
  const cache = useQueryClient()
  const chosen = useStore(theme)
  const dense = useStore(density)
  const single = useStore(singleKeys)
  const sendsWith = useStore(sendKey)
  const scroll = useStore(answerScroll)
  if (!me) return null
  const onPassword = async () => {
    await cache.invalidateQueries({ queryKey: meQuery.queryKey })
    say.done('Your password is set.')
  }
  return (
    <Page title="Your settings">
      <Card title="You" description="An administrator can change your name and your role.">
        <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1">
          <dt className="text-fg3">Name</dt>
          <dd className="min-w-0 break-words">{me.name}</dd>
          <dt className="text-fg3">E-mail</dt>
          <dd className="min-w-0 break-all">{me.email}</dd>
          <dt className="text-fg3">Role</dt>
          <dd>{ROLE_NAMES[me.role]}</dd>
        </dl>
      </Card>
      <Card title="This browser" description="Kept here, not in your account.">
        <div className="flex flex-wrap items-center justify-between gap-2">
          <span>Theme</span>
          <ToggleGroup label="Theme" value={chosen} options={THEMES} onChange={chooseTheme} />
        </div>
        <div className="flex flex-wrap items-center justify-between gap-2">
          <span>Density</span>
          <ToggleGroup label="Density" value={dense} options={DENSITIES} onChange={chooseDensity} />
        </div>
        <label className="flex items-center justify-between gap-2">
          Single keys as shortcuts, outside of text fields
          <input
            type="checkbox"
            className="size-4 accent-accent"
            checked={single === 'on'}
            onChange={(event) => singleKeys.set(event.target.checked ? 'on' : 'off')}
          />
        </label>
        <div className="flex flex-wrap items-center justify-between gap-2">
          <span>A message is sent with</span>
          <ToggleGroup label="A message is sent with" value={sendsWith} options={SEND_KEYS} onChange={sendKey.set} />
        </div>
        <div className="flex flex-wrap items-center justify-between gap-2">
          <span>While a long answer is written</span>
          <ToggleGroup label="While a long answer is written" value={scroll} options={SCROLLS} onChange={answerScroll.set} />
        </div>
      </Card>
      <Card
        title={me.password_set ? 'Change password' : 'Set a password'}
        description={me.password_set ? undefined : 'Until then you can sign in by one-time link only.'}
      >
        <PasswordForm
          hasPassword={me.password_set}
          email={me.email}
          label={me.password_set ? 'Change password' : 'Set password'}
          onDone={onPassword}
        />
      </Card>
      <SignIns />
    </Page>
  )
}
