import { render, screen } from '@testing-library/react'
import { Suspense } from 'react'
import { expect, it, vi } from 'vitest'
import { early } from './early'

const module = { default: () => <p>Here</p> }

it('is drawn at once when it was fetched before', async () => {
  const load = vi.fn(() => Promise.resolve(module))
  const [Late, fetch] = early(load)
  await fetch()
  render(<Suspense fallback="Waiting">{<Late />}</Suspense>)
  expect(screen.getByText('Here')).toBeVisible()
  expect(load).toHaveBeenCalledOnce()
})

it('is fetched when it is drawn, and waited for', async () => {
  const [Late] = early(() => Promise.resolve(module))
  render(<Suspense fallback="Waiting">{<Late />}</Suspense>)
  expect(screen.getByText('Waiting')).toBeVisible()
  expect(await screen.findByText('Here')).toBeVisible()
})
