import { expect, it } from 'vitest'
import { readParameters } from '@/ui/schema-form'
import { fillIn } from './fill-in'

const parameters = readParameters({
  properties: {
    printer: { type: 'string' },
    force: { type: 'boolean' },
    wait: { type: 'integer' },
    key: { type: 'string', 'x-sensitive': true },
  },
})

it('puts values where the placeholders are and says where; secrets are masked, what is empty keeps its placeholder', () => {
  const { text, marks } = fillIn('Do {{ printer }} {{ force }} {{wait}} {{ key }} {{ other }}', parameters, { printer: 'PRN-01', force: true, wait: '', key: 'hunter2' }, 'powershell')
  expect(text).toBe('Do PRN-01 $true {{wait}} ******** {{ other }}')
  expect(marks.map(({ from, to }) => text.slice(from, to))).toEqual(['PRN-01', '$true', '{{wait}}', '********', '{{ other }}'])
})

it('speaks the language’s own words for yes and no', () => {
  expect(fillIn('{{ force }}', parameters, { force: false }, 'python').text).toBe('False')
})
