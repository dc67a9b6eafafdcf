import type { ApiError, Schemas } from '@/api/client'
import type { Connection, Provider } from '../queries'
import { textOf, type SettingField } from './fields'

/** The form of one connection, as it is typed. */
export interface ConnectionValues {
  name: string
  settings: Record<string, string | boolean>
  /** By secret setting. Undefined: the stored one stays; null: it is removed. */
  secret: Record<string, string | null | undefined>
}

const isPlain = ({ kind }: SettingField) => kind !== 'secret'

export const newValues = ({ title }: Provider, fields: readonly SettingField[]): ConnectionValues => ({
  name: title,
  settings: Object.fromEntries(fields.filter(isPlain).map(({ name, initial }) => [name, initial])),
  secret: {},
})

export const valuesOf = ({ name, settings }: Connection, fields: readonly SettingField[]): ConnectionValues => ({
  name,
  settings: Object.fromEntries(fields.filter(isPlain).map((field) => [field.name, storedValue(field, settings[field.name])])),
  secret: {},
})

/** A setting that the connection was made without has its default. */
const storedValue = ({ kind, initial }: SettingField, stored: unknown): string | boolean =>
  stored === undefined ? initial : kind === 'flag' ? stored === true : textOf(stored)

const parts = (text: string) =>
  text
    .split(',')
    .map((part) => part.trim())
    .filter(Boolean)

/** What is no number goes as it is: the server says what is wrong with it. */
const numberOf = (text: string): number | string => (/^-?\d{1,15}(\.\d+)?$/.test(text) ? Number(text) : text)

function settingOf(kind: SettingField['kind'], value: string | boolean): unknown {
  if (typeof value === 'boolean') return value
  if (kind === 'list') return parts(value)
  if (kind === 'numbers') return parts(value).map(numberOf)
  return kind === 'number' ? numberOf(value.trim()) : value.trim()
}

/** Without the optional ones that are empty: they have their defaults. */
const settingsOf = (fields: readonly SettingField[], { settings }: ConnectionValues): Record<string, unknown> =>
  Object.fromEntries(
    fields
      .filter(isPlain)
      .map(({ name, kind, required }) => ({ name, required, value: settingOf(kind, settings[name] ?? '') }))
      .filter(({ required, value }) => required || value !== '')
      .map(({ name, value }) => [name, value]),
  )

const secretOf = ({ secret }: ConnectionValues): Record<string, string | null> =>
  Object.fromEntries(Object.entries(secret).filter((entry): entry is [string, string | null] => entry[1] !== undefined && entry[1] !== ''))

export const toCreate = (provider: Provider, fields: readonly SettingField[], values: ConnectionValues): Schemas['ConnectionCreate'] => ({
  provider: provider.name as Schemas['ConnectionCreate']['provider'],
  name: values.name.trim(),
  settings: settingsOf(fields, values),
  secret: secretOf(values),
  status_targets: {},
})

/** `version`: the one that these values shall replace. */
export const toChange = (fields: readonly SettingField[], values: ConnectionValues, version: number): Schemas['ConnectionChange'] => ({
  version,
  name: values.name.trim(),
  settings: settingsOf(fields, values),
  secret: secretOf(values),
})

const said = (value: string | boolean | undefined): string =>
  typeof value === 'boolean' ? (value ? 'yes' : 'no') : value || 'nothing'

export interface Difference {
  label: string
  mine: string
  theirs: string
}

/** Where what is stored now differs from what is typed here. */
export const differences = (fields: readonly SettingField[], mine: ConnectionValues, theirs: ConnectionValues): Difference[] =>
  [
    { label: 'Name here', mine: mine.name, theirs: theirs.name },
    ...fields.filter(isPlain).map(({ name, label }) => ({
      label,
      mine: said(mine.settings[name]),
      theirs: said(theirs.settings[name]),
    })),
  ].filter((one) => one.mine !== one.theirs)

export const isSame = (fields: readonly SettingField[], one: ConnectionValues, other: ConnectionValues): boolean =>
  differences(fields, one, other).length === 0 && Object.keys(secretOf(one)).length === 0

/** The sentence for a setting, or for one of the entries of a list. */
export const wrongWith = (error: ApiError | null, name: string): string | undefined =>
  error?.errors.find(({ field }) => field === `settings.${name}` || field.startsWith(`settings.${name}.`))?.message

/** What no field of the form shows by itself. */
export function elsewhere(error: ApiError, fields: readonly SettingField[]): string[] {
  if (error.errors.length === 0) return [error.message]
  const known = ['name', ...fields.map(({ name }) => `settings.${name}`)]
  return error.errors
    .filter(({ field }) => !known.some((name) => field === name || field.startsWith(`${name}.`)))
    .map(({ message }) => message)
}
