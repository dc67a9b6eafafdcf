import { render, screen } from '@testing-library/react'
import { expect, it } from 'vitest'
import type { Insights } from './queries'
import { TemplateTable } from './TemplateTable'

const told = (part: number, whole: number): Insights['templates'][number] => ({
  template_id: 't1',
  kind: 'named',
  title: 'Restart the spooler',
  groups: 1,
  used: 4,
  worked: part,
  failed: whole - part,
  partial: 0,
  success: { part, whole, share: whole ? part / whole : null, low: whole ? 0.2 : null, high: whole ? 0.94 : null },
})

it.each([
  [told(0, 0), '–', '–'],
  [told(2, 2), '2 of 2 told', '–'],
  [told(2, 3), '67\u00a0% of 3 told', '20\u00a0% and 94\u00a0%'],
])('tells a rate of three told cases and no fewer', (row, success, between) => {
  render(<TemplateTable templates={[row]} />)
  const cells = screen.getAllByRole('cell').map(({ textContent }) => textContent)
  expect(cells.slice(-2)).toEqual([success, between])
})
