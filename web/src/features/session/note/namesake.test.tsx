import { fireEvent, screen } from '@testing-library/react'
import { expect, it } from 'vitest'
import { ME } from '@/testing/server'
import { writeback } from '../fixture'
import { confirmButton, desk, open } from './note-desk'

it('tells a namesake’s note from one’s own by the user', async () => {
  await open()
  const theirs = writeback({ confirmed_by: '01a20e53-0000-7000-8000-0000000000ff', confirmed_by_name: ME.name })
  desk.answerPosts(() => {
    const answer = desk.resolved()
    desk.session.change({ writebacks: [theirs] })
    return answer
  })
  fireEvent.click(confirmButton())
  const region = await screen.findByRole('region', { name: 'Resolution note' })
  expect(await screen.findByText(/confirmed this note,/)).toBeVisible()
  expect(region).toHaveTextContent('Your own text was not posted.')
})
