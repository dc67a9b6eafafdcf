import { expect, it } from 'vitest'
import { findProposed } from './proposed'
import { literalsOf, shapeDraft } from './shape-draft'

const SCRIPT = "Get-Printer -Name 'PRN-01' -Wait 45\nRestart-Printer PRN-01\n"
const BODY = "Get-Printer -Name '{{ printer }}' -Wait 45\nRestart-Printer {{ printer }}\n"
const DRAFT = {
  body: BODY,
  original_script: SCRIPT,
  parameters_schema: { type: 'object', properties: { printer: { type: 'string' } }, required: ['printer'] },
}
const wish = (values: Record<string, unknown>, on: boolean) => findProposed(SCRIPT, values).map((one) => ({ one, on }))

it('reads what stands where the placeholders are, and sees when two texts do not belong together', () => {
  expect(literalsOf(BODY, SCRIPT)).toEqual(['PRN-01', 'PRN-01'])
  expect(literalsOf('Get-Date', 'Get-Date')).toEqual([])
  expect(literalsOf(BODY, 'Get-Date')).toBeUndefined()
  expect(literalsOf('a {{ x }}', 'a b c')).toEqual(['b c'])
  expect(literalsOf('a {{ x }} c', 'a b')).toBeUndefined()
})

it('puts the literal back byte for byte where a value is no parameter', () => {
  expect(shapeDraft(DRAFT, wish({ name: 'PRN-01' }, false))).toEqual({
    body: SCRIPT,
    parameters_schema: { type: 'object', properties: {}, required: [] },
  })
})

it('makes a value a parameter of its kind under a good name, everywhere it stands', () => {
  const shaped = shapeDraft(DRAFT, wish({ 'Wait Seconds': 45 }, true))
  expect(shaped?.body).toBe(BODY.replace('45', '{{ wait_seconds }}'))
  expect(shaped?.parameters_schema.properties.wait_seconds).toMatchObject({ type: 'integer' })
  expect(shapeDraft(DRAFT, wish({ printer: 'Get' }, true))?.body).toContain('{{ printer_2 }}-Printer')
})

it('changes nothing that is so already, or that it can not place', () => {
  expect(shapeDraft(DRAFT, wish({ printer: 'PRN-01' }, true))).toBeUndefined()
  expect(shapeDraft(DRAFT, wish({ wait: 45 }, false))).toBeUndefined()
  expect(shapeDraft({ ...DRAFT, original_script: 'Get-Date' }, wish({ wait: 45 }, true))).toBeUndefined()
})
