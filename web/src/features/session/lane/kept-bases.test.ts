import { beforeEach, expect, it } from 'vitest'
import { local } from '@/lib/local'
import { typed } from '@/lib/typed'
import { fact, ID } from '../fixture'
import { keptBases } from '../lane/kept-bases'
import { factEditName } from '../model/kept-text'

beforeEach(() => window.localStorage.clear())

it('keeps a fact as it was when its field was opened, for as long as something is typed', () => {
  keptBases.put(ID, fact({ version: 1 }))
  expect(keptBases.of(ID, fact({ version: 2 }))).toBeUndefined()
  typed.write(factEditName('fact-1'), 'Typed')
  expect(keptBases.of(ID, fact({ version: 2 }))?.version).toBe(1)
  expect(keptBases.all(ID).map(({ id }) => id)).toEqual(['fact-1'])
  keptBases.drop(ID, 'fact-1')
  expect(keptBases.of(ID, fact({ version: 2 }))?.version).toBe(2)
  expect(keptBases.all(ID)).toEqual([])
})

it('takes the fact of now where nothing was kept, and what was kept is not readable', () => {
  typed.write(factEditName('fact-1'), 'Typed')
  local.write(`fact-bases.${ID}`, '{')
  expect(keptBases.of(ID, fact({ version: 3 }))?.version).toBe(3)
})
