import { expect, it } from 'vitest'
import { ApiError } from '@/api/client'
import { CONNECTWISE, RT, rt } from '../samples'
import { choiceLabel, fieldsOf } from './fields'
import { differences, elsewhere, isSame, newValues, toChange, toCreate, valuesOf, wrongWith } from './values'

const rtFields = fieldsOf(RT.settings_schema)
const cwFields = fieldsOf(CONNECTWISE.settings_schema)

it('tells from a schema what to draw', () => {
  expect(cwFields.map(({ name, kind, required, initial }) => [name, kind, required, initial])).toEqual([
    ['site', 'address', true, ''],
    ['private_key', 'secret', true, ''],
    ['boards', 'numbers', false, ''],
    ['notes_as', 'choice', false, 'note'],
    ['hours', 'number', false, ''],
  ])
  expect(cwFields.find(({ name }) => name === 'notes_as')?.options).toEqual(['note', 'time_entry'])
  expect(rtFields.map(({ name, kind, initial }) => [name, kind, initial])).toEqual([
    ['url', 'address', ''],
    ['queue', 'text', ''],
    ['password', 'secret', ''],
    ['token', 'secret', ''],
    ['statuses', 'list', 'new, open'],
    ['allow_private', 'flag', false],
  ])
})

it('shows what can be chosen as words', () => {
  expect(['note', 'time_entry', 'DoNotBill', 'NoCharge', 'PSA'].map(choiceLabel)).toEqual([
    'Note',
    'Time entry',
    'Do not bill',
    'No charge',
    'PSA',
  ])
})

it('sends typed text as what the setting is, and nothing for what is optional and empty', () => {
  const values = newValues(CONNECTWISE, cwFields)
  const typed = { ...values, settings: { ...values.settings, site: ' https://a.example ', boards: '21, 35,x' }, secret: { private_key: 'k' } }
  expect(toCreate(CONNECTWISE, cwFields, typed)).toEqual({
    provider: 'connectwise',
    name: 'ConnectWise PSA',
    settings: { site: 'https://a.example', boards: [21, 35, 'x'], notes_as: 'note' },
    secret: { private_key: 'k' },
    status_targets: {},
  })
})

it('keeps a stored secret, replaces it or removes it', () => {
  const values = valuesOf(rt, rtFields)
  const change = (secret: Record<string, string | null | undefined>) => toChange(rtFields, { ...values, secret }, 4)
  expect(change({})).toEqual({
    version: 4,
    name: 'Helpdesk RT',
    settings: { url: 'https://rt.example.com', queue: 'Helpdesk', statuses: ['new', 'open'], allow_private: false },
    secret: {},
  })
  expect(change({ password: null, token: 'x' }).secret).toEqual({ password: null, token: 'x' })
  expect(change({ password: '', token: undefined }).secret).toEqual({})
})

it('knows what was typed', () => {
  const stored = valuesOf(rt, rtFields)
  expect(isSame(rtFields, stored, valuesOf(rt, rtFields))).toBe(true)
  expect(isSame(rtFields, { ...stored, secret: { password: null } }, stored)).toBe(false)
  const mine = { ...stored, settings: { ...stored.settings, queue: 'Other', allow_private: true } }
  expect(differences(rtFields, mine, stored)).toEqual([
    { label: 'Queue', mine: 'Other', theirs: 'Helpdesk' },
    { label: 'Allow a private address', mine: 'yes', theirs: 'no' },
  ])
})

it('finds each refusal its place', () => {
  const errors = [
    { field: 'settings.boards.2', message: 'Not a number.', code: 'int' },
    { field: 'settings', message: 'Enter either a password or a token.', code: 'value_error' },
  ]
  const error = new ApiError(422, 'invalid', 'These settings are not valid.', '', errors)
  expect(wrongWith(error, 'boards')).toBe('Not a number.')
  expect(wrongWith(error, 'site')).toBeUndefined()
  expect(elsewhere(error, cwFields)).toEqual(['Enter either a password or a token.'])
  expect(elsewhere(new ApiError(403, 'forbidden', 'Admins only.'), cwFields)).toEqual(['Admins only.'])
})
