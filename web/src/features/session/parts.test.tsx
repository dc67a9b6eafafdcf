import { render, screen } from '@testing-library/react'
import { expect, it, vi } from 'vitest'
import { fix, message } from './fixture'
import { fetchShown, Markdown } from './parts'

const loaded = vi.hoisted((): string[] => [])
vi.mock('@/ui/Markdown', () => {
  loaded.push('Markdown')
  return { Markdown: () => <p>Formatted</p> }
})
vi.mock('./lane/FixPanel', () => {
  loaded.push('FixPanel')
  return { FixPanel: () => null }
})

it('fetches for the first drawing what the session shows, and shows it at once', async () => {
  await fetchShown({ messages: [message('1', { role: 'user' })], active_fix: null })
  expect(loaded).toEqual([])
  await fetchShown({ messages: [message('1', { role: 'user' }), message('2', { role: 'assistant' })], active_fix: null })
  expect(loaded).toEqual(['Markdown'])
  await fetchShown({ messages: [], active_fix: fix() })
  expect(loaded).toEqual(['Markdown', 'FixPanel'])
  render(<Markdown text="**plain**" />)
  expect(screen.getByText('Formatted')).toBeVisible()
})
