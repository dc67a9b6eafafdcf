import { render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { isSingle, listenForKeys, spellKeys, takesText } from './keyboard'

let stop = () => {}
afterEach(() => stop())

function listen(keys: string, single = true) {
  const run = vi.fn()
  stop = listenForKeys([{ keys, run }], single)
  return run
}

describe('single keys', () => {
  it('work on the page and rest in text fields', async () => {
    const run = listen('j')
    render(<input aria-label="name" />)
    const user = userEvent.setup()
    await user.keyboard('j')
    expect(run).toHaveBeenCalledTimes(1)
    await user.click(screen.getByLabelText('name'))
    await user.keyboard('j')
    expect(run).toHaveBeenCalledTimes(1)
    expect(screen.getByLabelText('name')).toHaveValue('j')
  })

  it('rest behind a dialog', async () => {
    const run = listen('j')
    render(
      <div role="dialog" aria-label="d">
        <button type="button">ok</button>
      </div>,
    )
    screen.getByRole('button').focus()
    await userEvent.keyboard('j')
    expect(run).not.toHaveBeenCalled()
  })

  it('can be switched off', async () => {
    const run = listen('j', false)
    await userEvent.keyboard('j')
    expect(run).not.toHaveBeenCalled()
  })

  it('may follow each other', async () => {
    const run = listen('g s')
    await userEvent.keyboard('gs')
    expect(run).toHaveBeenCalledTimes(1)
  })
})

describe('a sequence over a change of what is on the page', () => {
  it('goes on', async () => {
    listen('g s')
    await userEvent.keyboard('g')
    stop()
    const run = listen('g s')
    await userEvent.keyboard('s')
    expect(run).toHaveBeenCalledTimes(1)
  })

  it('repeats no key that is one by itself, before the change or after it', async () => {
    const before = listen('n')
    await userEvent.keyboard('n')
    stop()
    const after = listen('n')
    expect([before.mock.calls.length, after.mock.calls.length]).toEqual([1, 0])
    await userEvent.keyboard('j')
    stop()
    expect(listen('j')).not.toHaveBeenCalled()
  })
})

describe('keys with Ctrl or Cmd', () => {
  it('work in text fields too, whatever the setting of single keys', async () => {
    const run = listen('$mod+k', false)
    render(<textarea aria-label="text" />)
    screen.getByLabelText('text').focus()
    await userEvent.keyboard('{Control>}k{/Control}')
    expect(run).toHaveBeenCalledTimes(1)
  })
})

it('the newest of two actions with the same keys wins', async () => {
  const older = vi.fn()
  const newer = vi.fn()
  stop = listenForKeys([{ keys: 'x', run: older }, { keys: 'x', run: newer }], true)
  await userEvent.keyboard('x')
  expect([older.mock.calls.length, newer.mock.calls.length]).toEqual([0, 1])
})

it('spells keys as caps', () => {
  expect(spellKeys('$mod+k')).toEqual(['Ctrl', 'K'])
  expect(spellKeys('g ,')).toEqual(['G', ','])
  expect(spellKeys('Shift+?')).toEqual(['?'])
})

it('tells a text field from other controls', () => {
  const checkbox = Object.assign(document.createElement('input'), { type: 'checkbox' })
  expect(takesText(document.createElement('input'))).toBe(true)
  expect(takesText(document.createElement('select'))).toBe(true)
  expect(takesText(checkbox)).toBe(false)
  expect(takesText(document.createElement('button'))).toBe(false)
  expect([isSingle('Shift+?'), isSingle('$mod+Enter'), isSingle('F8'), isSingle('Shift+F')]).toEqual([true, false, false, true])
})
