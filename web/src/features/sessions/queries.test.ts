import { expect, it } from 'vitest'
import { firstStepsQuery } from './queries'

const JUST_NOW = { dataUpdateCount: 1, dataUpdatedAt: Date.now(), isInvalidated: false }

it.each([
  ['what was asked for ahead of the page stands', JUST_NOW, false],
  ['what is older is asked for again', { ...JUST_NOW, dataUpdatedAt: Date.now() - 5_000 }, 'always'],
  ['what was asked for again since may be overtaken', { ...JUST_NOW, dataUpdateCount: 2 }, 'always'],
  ['what somebody called outdated is asked for again', { ...JUST_NOW, isInvalidated: true }, 'always'],
])('%s', (_, state, asked) => {
  const refetch = firstStepsQuery.refetchOnMount as unknown as (query: { state: typeof JUST_NOW }) => unknown
  expect(refetch({ state })).toBe(asked)
})
