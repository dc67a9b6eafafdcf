import type { Schemas } from '@/api/client'
import type { Book, Playbook, PlaybookBrief } from './queries'

export const TEXT = `# For the warehouse.
id: label-printer
title: The label printer prints blank labels
about: Labels come out empty in the warehouse.
symptoms:
  phrases: [label printer ... blank, blank labels]
  topics: [label*]
  signs: [blank, empty]
causes:
  - {id: ribbon, title: The ribbon is used up, prior: 2}
checks:
  - id: ribbon
    title: Is there ribbon left on the roll?
    minutes: 1
    answers:
      - {id: none, label: none left, fact: The ribbon is used up., given: {ribbon: 0.95}, otherwise: 0.05}
      - {id: some, label: some left, fact: There is ribbon left.}
fixes:
  - id: change-ribbon
    title: Put in a new ribbon
    cures: {ribbon: 0.95}
    minutes: 5
    risk: low
    caution: Switch the printer off first.
    rationale: Without ribbon nothing is printed.
    by_hand: Open the lid and change the roll.
    verify: Print one test label.
`

const answer = (id: string, label: string, fact: string) => ({
  id, label, fact, means: null, says: [], short: [], output: [], below: null, at_least: null, given: {}, otherwise: null,
})

export const BOOK: Book = {
  id: 'label-printer',
  title: 'The label printer prints blank labels',
  about: 'Labels come out empty in the warehouse.',
  symptoms: { phrases: ['label printer ... blank', 'blank labels'], topics: ['label*'], signs: ['blank', 'empty'], excludes: [], heard: ['Blank labels again. The warehouse can’t ship.'] },
  threshold: 0.7,
  other: 0.08,
  causes: [{ id: 'ribbon', title: 'The ribbon is used up', prior: 2, says: [] }],
  checks: [
    {
      id: 'ribbon', title: 'Is there ribbon left on the roll?', minutes: 1, where: 'at the printer', command: 'Get-Printer -Name Label*', language: 'powershell', hint: null, measure: null,
      answers: [answer('none', 'none left', 'The ribbon is used up.'), answer('some', 'some left', 'There is ribbon left.')],
    },
  ],
  fixes: [
    {
      id: 'change-ribbon', title: 'Put in a new ribbon', cures: { ribbon: 0.95 }, minutes: 5, risk: 'low', caution: 'Switch the printer off first.',
      rationale: 'Without ribbon nothing is printed.', template: null, parameters: {}, by_hand: 'Open the lid and change the roll.', verify: 'Print one test label.',
    },
  ],
}

export const brief = (over: Partial<PlaybookBrief> = {}): PlaybookBrief => ({
  key: '01a20e53-0000-7000-8000-000000000701',
  slug: 'label-printer',
  title: BOOK.title,
  about: BOOK.about,
  source: 'account',
  status: 'published',
  version: 2,
  published_version: 2,
  replaces_shipped: false,
  replaced_by: null,
  causes: 1,
  checks: 1,
  fixes: 1,
  updated_at: '2026-11-24T10:00:00Z',
  updated_by: 'Dana Kim',
  ...over,
})

export const playbook = (over: Partial<Playbook> = {}): Playbook => ({
  ...brief(),
  text: TEXT,
  playbook: BOOK,
  wrong: [],
  change_note: 'First version',
  session_id: null,
  ...over,
})

export const version = (number: number, over: Partial<Schemas['PlaybookVersionOut']> = {}): Schemas['PlaybookVersionOut'] => ({
  version: number,
  text: number === 1 ? TEXT.replace('minutes: 5', 'minutes: 9') : TEXT,
  change_note: number === 1 ? 'First version' : 'Quicker than thought',
  author: 'Dana Kim',
  published: number === 2,
  created_at: '2026-11-24T10:00:00Z',
  ...over,
})
