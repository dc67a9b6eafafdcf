import { expect, it } from 'vitest'
import { visit } from './places'

it('unfolds what lies folded away before it goes there', () => {
  document.body.innerHTML = '<button>C1</button><details><summary>Skipped, 1</summary><li id="check-1" tabindex="-1">Which driver?</li></details>'
  const row = document.getElementById('check-1')!
  row.scrollIntoView = () => undefined
  expect(visit('check-1', document.querySelector('button')!)).toBe(true)
  expect(document.querySelector('details')).toHaveAttribute('open')
  expect(row).toHaveFocus()
})
