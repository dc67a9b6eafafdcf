import { expect, test } from 'vitest'
import { addParameter, changeParameter, findPlaceholders, freeName, kindProperty, moveParameter, putParameter, readSchema, removeParameter, renameParameter, setRequired } from './schema-edit'

const SCHEMA = readSchema({
  type: 'object',
  properties: { b: { type: 'integer', 'x-order': 2 }, a: { type: 'string', 'x-order': 1, 'x-sensitive': true } },
  required: ['a'],
})

test('a schema is read in its order, whatever it holds', () => {
  expect(Object.keys(SCHEMA.properties)).toEqual(['a', 'b'])
  expect(readSchema(null)).toEqual({ type: 'object', properties: {}, required: [] })
  expect(readSchema({ properties: { x: 3 }, required: [7] })).toEqual({ type: 'object', properties: {}, required: [] })
})

test('renaming follows into every placeholder and into what is required', () => {
  const { schema, body } = renameParameter(SCHEMA, 'x {{ a }} {{a}} {{ ab }} a', 'a', 'host')
  expect(body).toBe('x {{ host }} {{host}} {{ ab }} a')
  expect(Object.keys(schema.properties)).toEqual(['host', 'b'])
  expect(schema.required).toEqual(['host'])
  expect(schema.properties.host?.['x-sensitive']).toBe(true)
})

test('parameters are added with a free name, moved, removed', () => {
  expect(freeName(SCHEMA, 'a')).toBe('a_2')
  const more = addParameter(SCHEMA, 'c')
  expect(more.required).toEqual(['a', 'c'])
  expect(Object.keys(moveParameter(more, 'c', -1).properties)).toEqual(['a', 'c', 'b'])
  expect(moveParameter(more, 'a', -1)).toEqual(more)
  expect(removeParameter(more, 'a').required).toEqual(['c'])
})

test('another kind drops what belongs to the old one; an emptied member goes', () => {
  const limited = changeParameter(SCHEMA, 'b', { minimum: 1, title: 'Bees' })
  const text = putParameter(limited, 'b', kindProperty(limited.properties.b ?? {}, 'text'))
  expect(text.properties.b).toEqual({ title: 'Bees', type: 'string', 'x-multiline': true, 'x-order': 2 })
  expect(changeParameter(limited, 'b', { title: '' }).properties.b).not.toHaveProperty('title')
  expect(setRequired(limited, 'b', true).required).toEqual(['a', 'b'])
})

test('placeholders are found where they stand', () => {
  expect(findPlaceholders('a {{ x }} {{y}} { {z}}')).toEqual([
    { name: 'x', from: 2, to: 9 },
    { name: 'y', from: 10, to: 15 },
  ])
})
