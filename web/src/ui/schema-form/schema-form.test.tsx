import { render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { useState } from 'react'
import { expect, test, vi } from 'vitest'
import { SchemaForm } from './SchemaForm'
import { checkOne } from './check'
import { readParameters, tellLimits, toSent, toTyped, toTypedDefaults, type TypedValues } from './schema'

const SCHEMA = {
  type: 'object',
  properties: {
    note: { type: 'string', 'x-multiline': true, 'x-order': 9 },
    server: { type: 'string', format: 'hostname', title: 'Server', 'x-order': 1 },
    tries: { type: 'integer', minimum: 1, maximum: 5, default: 2 },
    mode: { type: 'string', enum: ['soft', 'hard'], default: 'soft' },
    dry_run: { type: 'boolean', default: true },
    hosts: { type: 'array', items: { type: 'string' } },
    password: { type: 'string', 'x-sensitive': true },
  },
  required: ['server', 'password'],
}

const parameters = readParameters(SCHEMA)

function Harness({ onSubmit }: { onSubmit: (sent: Record<string, unknown>) => void }) {
  const [values, setValues] = useState<TypedValues>({ ...toTypedDefaults(parameters), server: 'SRV01' })
  return (
    <SchemaForm
      label="Values"
      parameters={parameters}
      values={values}
      onChange={setValues}
      sources={{ server: { value: 'SRV01', source: { origin: 'fact', label: 'F2', href: '#fact-2' } } }}
      onSubmit={() => onSubmit(toSent(parameters, values))}
    >
      <button type="submit">Generate</button>
    </SchemaForm>
  )
}

test('required parameters stand first, the rest in their order', () => {
  expect(parameters.map(({ name }) => name)).toEqual(['server', 'password', 'tries', 'mode', 'dry_run', 'hosts', 'note'])
})

test('values are sent in their own types, empty optional ones left out', () => {
  const typed = { ...toTypedDefaults(parameters), server: 'a', tries: '3', hosts: 'x\n\n y ' }
  expect(toSent(parameters, typed)).toEqual({ server: 'a', tries: 3, mode: 'soft', dry_run: true, hosts: ['x', 'y'] })
  const list = parameters.find(({ name }) => name === 'hosts')
  expect(list && toTyped(list, ['a', 'b'])).toBe('a\nb')
})

test('a missing value is named, gets the focus, and nothing is sent', async () => {
  const sent = vi.fn()
  render(<Harness onSubmit={sent} />)
  await userEvent.click(screen.getByRole('button', { name: 'Generate' }))
  expect(sent).not.toHaveBeenCalled()
  const secret = screen.getByLabelText(/^Password/)
  expect(secret).toHaveFocus()
  expect(secret).toHaveAccessibleDescription(/not stored.*needs a value/s)
  await userEvent.type(secret, 'pw')
  await userEvent.click(screen.getByRole('button', { name: 'Generate' }))
  expect(sent).toHaveBeenCalledWith({ server: 'SRV01', password: 'pw', tries: 2, mode: 'soft', dry_run: true })
})

test('a filled-in value says where it comes from, and can be brought back after an edit', async () => {
  render(<Harness onSubmit={vi.fn()} />)
  expect(screen.getByRole('link', { name: 'from session (F2)' })).toHaveAttribute('href', '#fact-2')
  const server = screen.getByLabelText('Server *')
  await userEvent.clear(server)
  await userEvent.type(server, 'bad name')
  await userEvent.tab()
  expect(server).toHaveAccessibleDescription(/not a host name/)
  await userEvent.click(screen.getByRole('button', { name: 'restore' }))
  expect(server).toHaveValue('SRV01')
  expect(server).not.toHaveAccessibleDescription(/not a host name/)
})

test('the optional ones are folded, and open by themselves for an error', async () => {
  render(<Harness onSubmit={vi.fn()} />)
  const fold = screen.getByText('More options, 5').closest('details')
  expect(fold).not.toHaveAttribute('open')
  await userEvent.click(screen.getByText('More options, 5'))
  const tries = screen.getByLabelText('Tries')
  await userEvent.clear(tries)
  await userEvent.type(tries, '9')
  await userEvent.tab()
  expect(tries).toHaveAccessibleDescription(/largest value is 5/)
  expect(fold).toHaveAttribute('open')
})

test('limits are told in words, a list’s in lines', () => {
  const told = readParameters({
    properties: {
      name: { type: 'string', minLength: 2, maxLength: 9 },
      hosts: { type: 'array', maxItems: 2 },
      tries: { type: 'integer', minimum: 1 },
      free: { type: 'string' },
    },
  })
  expect(told.map(tellLimits)).toEqual(['2 to 9 characters', 'up to 2 lines', 'from 1', ''])
  const hosts = told.find(({ name }) => name === 'hosts')
  expect(hosts && checkOne(hosts, 'a\nb\nc')).toBe('This may have at most 2 lines.')
  expect(hosts && checkOne(hosts, 'a-long-name\n\nb')).toBeUndefined()
})
