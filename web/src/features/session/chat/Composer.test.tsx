import { createEvent, fireEvent, render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, it, vi } from 'vitest'
import { makeDraft } from '../model/draft'
import { draftName, local, queueName } from '@/lib/local'
import type { Talk } from '../model/talk'
import type { Attachments } from '../model/attachments'
import { Composer } from './Composer'

function open(values: Partial<Talk> = {}) {
  const talk: Talk = {
    running: undefined,
    stopping: false,
    sending: false,
    queued: '',
    kept: [],
    unkeep: vi.fn(() => 'Kept text'),
    taken: new Set(),
    send: vi.fn(),
    unqueue: vi.fn(() => 'Waiting text'),
    stop: vi.fn(),
    retry: vi.fn(),
    loadOlder: vi.fn(),
    loadingOlder: false,
    ...values,
  }
  const files: Attachments = {
    waiting: [],
    uploads: [],
    add: vi.fn(),
    addText: vi.fn(),
    textOf: () => undefined,
    remove: vi.fn(),
    drop: vi.fn(),
    retry: vi.fn(),
  }
  render(<Composer sessionId="s1" talk={talk} draft={makeDraft('s1')} files={files} />)
  return { talk, user: userEvent.setup(), field: screen.getByLabelText('Message') }
}

it('sends with Enter and makes a line with Shift+Enter', async () => {
  const { talk, user, field } = open()
  await user.type(field, 'One{Shift>}{Enter}{/Shift}two{Enter}')
  expect(talk.send).toHaveBeenCalledExactlyOnceWith('One\ntwo', [])
  expect(field).toHaveValue('')
})

it('does not send blank text', async () => {
  const { talk, user, field } = open()
  await user.type(field, '   {Enter}')
  expect(talk.send).not.toHaveBeenCalled()
})

it('leaves Enter to an input method that composes', async () => {
  const { talk, user, field } = open()
  await user.type(field, 'にほん')
  fireEvent(field, createEvent.keyDown(field, { key: 'Enter', isComposing: true }))
  expect(talk.send).not.toHaveBeenCalled()
})

it('keeps the draft, and forgets it once it is sent', async () => {
  const { user, field } = open()
  await user.type(field, 'Half a thought')
  expect(makeDraft('s1').get()).toBe('Half a thought')
  await user.type(field, '{Enter}')
  expect(makeDraft('s1').get()).toBe('')
})

it('brings a queued message of a closed page back into the field', () => {
  local.write(queueName('s1'), 'Was waiting')
  local.write(draftName('s1'), 'Was typed')
  expect(open().field).toHaveValue('Was typed\n\nWas waiting')
  expect(local.read(queueName('s1'))).toBe('')
})

it('stops the answer with Escape while one is written', async () => {
  const { talk, user, field } = open({ running: 'turn-1' })
  await user.type(field, '{Escape}')
  expect(talk.stop).toHaveBeenCalledOnce()
})

it('leaves the field with Escape otherwise', async () => {
  const { user, field } = open()
  await user.type(field, '{Escape}')
  expect(field).not.toHaveFocus()
})

it('gives a cancelled queued message back', async () => {
  const { user, field } = open({ running: 'turn-1', queued: 'Waiting text' })
  await user.type(field, 'and more')
  await user.click(screen.getByRole('button', { name: 'Cancel' }))
  expect(field).toHaveValue('Waiting text\n\nand more')
})
