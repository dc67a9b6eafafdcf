import type { ApiError } from '@/api/client'
import { TextField } from '@/ui/Field'
import type { Connection } from '../queries'
import type { SettingField } from './fields'
import { SecretInput } from './SecretInput'
import { SettingInput } from './SettingInput'
import { wrongWith, type ConnectionValues } from './values'

export interface ConnectionFieldsProps {
  fields: readonly SettingField[]
  values: ConnectionValues
  /** As it was read; undefined for a new one. */
  connection: Connection | undefined
  error: ApiError | null
  onChange: (values: ConnectionValues) => void
}

export function ConnectionFields({ fields, values, connection, error, onChange }: ConnectionFieldsProps) {
  const isSet = (name: string) => connection?.secrets.includes(name) ?? false
  return (
    <>
      <TextField
        label="Name here"
        required
        value={values.name}
        error={error?.fieldMessage('name')}
        onChange={({ target }) => onChange({ ...values, name: target.value })}
      />
      {fields.map((field) =>
        field.kind === 'secret' ? (
          <SecretInput
            key={field.name}
            field={field}
            value={values.secret[field.name]}
            setAt={isSet(field.name) ? (connection?.secret_set_at ?? null) : null}
            error={wrongWith(error, field.name)}
            onChange={(next) => onChange({ ...values, secret: { ...values.secret, [field.name]: next } })}
          />
        ) : (
          <SettingInput
            key={field.name}
            field={field}
            value={values.settings[field.name] ?? field.initial}
            error={wrongWith(error, field.name)}
            onChange={(next) => onChange({ ...values, settings: { ...values.settings, [field.name]: next } })}
          />
        ),
      )}
    </>
  )
}
