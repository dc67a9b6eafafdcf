import { render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, it, vi } from 'vitest'
import { OutcomeForm } from './OutcomeForm'

const open = () => {
  const onSave = vi.fn()
  render(<OutcomeForm name="outcome.test" busy={false} error={null} canDismiss onSave={onSave} />)
  return { onSave, user: userEvent.setup() }
}

it('records a success with one click', async () => {
  const { onSave, user } = open()
  await user.click(screen.getByRole('button', { name: 'Success' }))
  expect(onSave).toHaveBeenCalledExactlyOnceWith('applied_success', '')
})

it('asks for notes before a partial outcome, and puts the focus where they are missing', async () => {
  const { onSave, user } = open()
  await user.click(screen.getByRole('button', { name: 'Partial' }))
  await user.click(screen.getByRole('button', { name: 'Record as partial' }))
  const notes = screen.getByLabelText('Notes (needed for Partial)')
  expect(onSave).not.toHaveBeenCalled()
  expect(notes).toHaveFocus()
  expect(notes).toBeInvalid()
  await user.type(notes, 'Prints, but slowly')
  await user.click(screen.getByRole('button', { name: 'Record as partial' }))
  expect(onSave).toHaveBeenCalledExactlyOnceWith('applied_partial', 'Prints, but slowly')
})

it('says that a failure asks the assistant, and needs no reason', async () => {
  const { onSave, user } = open()
  await user.click(screen.getByRole('button', { name: 'Failed' }))
  expect(screen.getByText('The assistant is told and asked for the next step.')).toBeVisible()
  await user.click(screen.getByRole('button', { name: 'Record as failed' }))
  expect(onSave).toHaveBeenCalledExactlyOnceWith('applied_failed', '')
})

it('keeps the words when another outcome is chosen', async () => {
  const { user } = open()
  await user.click(screen.getByRole('button', { name: 'Failed' }))
  await user.type(screen.getByLabelText('Why it failed (optional)'), 'Error 5')
  await user.click(screen.getByRole('button', { name: 'Partial' }))
  expect(screen.getByLabelText('Notes (needed for Partial)')).toHaveValue('Error 5')
})

it('is sent by Ctrl+Enter from the words', async () => {
  const { onSave, user } = open()
  await user.click(screen.getByRole('button', { name: 'Failed' }))
  await user.keyboard('Stops again{Control>}{Enter}{/Control}')
  expect(onSave).toHaveBeenCalledExactlyOnceWith('applied_failed', 'Stops again')
})
