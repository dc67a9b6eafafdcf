import { age } from '@/lib/time'
import { useNow } from '@/lib/useNow'
import { choiceLabel, fieldsOf, textOf, type SettingField } from './connection-form/fields'
import type { Connection, Provider } from './queries'

/** What is set, in the words of its form. */
export function ConnectionSummary({ connection, provider }: { connection: Connection; provider: Provider }) {
  const now = useNow()
  const said = ({ name, kind }: SettingField): string => {
    if (kind === 'secret') {
      const set = connection.secrets.includes(name) && connection.secret_set_at
      return set ? `set ${age(set, now)}` : ''
    }
    const value = connection.settings[name]
    if (kind === 'choice') return choiceLabel(textOf(value))
    return kind === 'flag' ? (value === true ? 'yes' : '') : textOf(value)
  }
  const rows = fieldsOf(provider.settings_schema)
    .map((field) => ({ label: field.label, value: said(field) }))
    .filter(({ value }) => value !== '')
  return (
    <dl className="grid gap-x-4 gap-y-1 sm:grid-cols-[auto_1fr]">
      {rows.map(({ label, value }) => (
        <div key={label} className="contents">
          <dt className="text-fg3">{label}</dt>
          <dd className="min-w-0 break-all max-sm:mb-1">{value}</dd>
        </div>
      ))}
    </dl>
  )
}
