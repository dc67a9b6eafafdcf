import { afterEach, expect, it } from 'vitest'
import { chooseKeys, findTaken, keymap, refuse } from './keymap'

afterEach(() => keymap.set({}))

it.each(['Alt+r', '$mod+w', '$mod+l', '$mod+t', '$mod+n', '$mod+Shift+p', 'Enter', '$mod+Enter', 'Escape', 'F8'])(
  '%s is refused',
  (keys) => {
    expect(refuse(keys)).toEqual(expect.stringMatching(/\.$/))
  },
)

it.each(['m', 'Shift+?', 'g x', '$mod+k', '$mod+Shift+b', ']'])('%s may be chosen', (keys) => {
  expect(refuse(keys)).toBeUndefined()
})

it('tells who has the keys, the beginning of a sequence included', () => {
  const actions = [
    { id: 'go', name: 'Sessions', keys: 'g s' },
    { id: 'next', name: 'Next row', keys: 'j' },
  ]
  expect(findTaken(actions, 'other', 'j')?.id).toBe('next')
  expect(findTaken(actions, 'next', 'j')).toBeUndefined()
  expect(findTaken(actions, 'other', 'g')?.id).toBe('go')
  expect(findTaken(actions, 'other', 'm')).toBeUndefined()
})

it('keeps the keys of each person apart in one browser', () => {
  keymap.belongTo('one')
  chooseKeys('next', 'm')
  keymap.belongTo('two')
  expect(keymap.get()).toEqual({})
  keymap.belongTo('one')
  expect(keymap.get()).toEqual({ next: 'm' })
  chooseKeys('next', undefined)
  expect(keymap.get()).toEqual({})
})

it('no single key of ours opens or posts a note, and none is one that browsers hold', () => {
  const sources = import.meta.glob<string>('../**/*.{ts,tsx}', { query: '?raw', import: 'default', eager: true })
  const found = Object.entries(sources)
    .filter(([path]) => !path.includes('.test.'))
    .flatMap(([, text]) => [...text.matchAll(/id: '([^']+)', name: '([^']+)'[^}]*?keys: '([^']+)'/g)])
  expect(found.length).toBeGreaterThan(20)
  // Ctrl or Cmd with Enter confirms, in the preview that is open. No browser holds F8; an editor that does has it first.
  for (const [, id, name, keys = ''] of found.filter((one) => one[3] !== '$mod+Enter' && one[3] !== 'F8')) {
    expect([name, refuse(keys)]).toEqual([name, undefined])
    expect(['resolve', 'escalate', 'post']).not.toContain(id)
  }
})
