import { expect, it } from 'vitest'
import type { Figures } from './queries'
import { readInsightFilters } from './filters'
import { cost, measureOf } from './measures'
import { periodOf } from './period'
import { groupName, periodText, spanText } from './words'

it('takes from the address only what is a filter', () => {
  const own = { from: '2026-11-01', to: '2026-11-28', by: 'engineer', show: 'cost', view: 'table' }
  expect(readInsightFilters(own)).toEqual(own)
  expect(readInsightFilters({ days: 7 })).toEqual({ days: 7 })
  expect(readInsightFilters({ days: 30, from: '2026-11-01', to: '2026-13-01', by: 'client', show: 1, view: 'x' })).toEqual({})
})

it('counts whole days here, also over a change of the clock', () => {
  expect(periodOf({}, new Date(2026, 2, 30, 0, 30))).toEqual({ from: '2026-03-01', to: '2026-03-30' })
  expect(periodOf({ days: 7 }, new Date(2026, 10, 2, 23, 30))).toEqual({ from: '2026-10-27', to: '2026-11-02' })
  expect(periodOf({ from: '2026-01-01', to: '2026-01-02' }, new Date())).toEqual({ from: '2026-01-01', to: '2026-01-02' })
})

const models = (values: Partial<Figures['models']>) =>
  ({ models: { calls: 3, input_tokens: 0, cached_tokens: 0, output_tokens: 0, calls_estimated: 0, cost_usd: null, calls_without_price: 0, ...values } }) as Figures

it('never takes an unknown price for none', () => {
  expect(cost(models({ calls_without_price: 3 }))).toBe('unknown')
  expect(cost(models({ cost_usd: '0.25', calls_without_price: 1 }))).toBe('at least $0.25')
  expect(cost(models({ cost_usd: '0.25' }))).toBe('$0.25')
  expect(cost(models({ calls: 0 }))).toBe('–')
  expect(measureOf('cost').cases?.(models({ cost_usd: '0.25', calls_without_price: 1 }))).toBe('of 3 calls, 1 without a known price')
})

it('tells a rate with its cases, and none without', () => {
  const rate = measureOf('first_fix')
  const of = (part: number, whole: number) => ({ first_fix: { part, whole, share: whole ? part / whole : null, low: null, high: null } }) as Figures
  expect([rate.text(of(2, 3)), rate.cases?.(of(2, 3))]).toEqual(['67\u00a0%', '2 of 3'])
  expect([rate.text(of(0, 0)), rate.value(of(0, 0))]).toEqual(['–', null])
})

it('names days, weeks and what is left over', () => {
  expect(spanText({ first: '2026-11-02', last: '2026-11-02' })).toBe('2 Nov')
  expect(spanText({ first: '2026-11-02', last: '2026-11-08' })).toBe('2 Nov – 8 Nov')
  expect(periodText({ first: '2026-11-02', last: '2026-11-02' })).toBe('2 Nov 2026')
  expect(groupName({ kind: 'others', name: 'Others', groups: 12 })).toBe('Others (12)')
})
