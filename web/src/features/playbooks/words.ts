import type { PlaybookBrief } from './queries'

export function tellState(one: PlaybookBrief): string {
  if (one.source === 'shipped') return one.replaced_by ? 'Replaced by yours' : 'Shipped'
  if (one.status === 'archived') return 'Archived'
  if (one.status === 'draft') return 'Draft'
  return one.version === one.published_version ? 'Published' : 'Published, changes waiting'
}

export const toneOf = (one: PlaybookBrief): 'plain' | 'green' | 'amber' => {
  if (one.source === 'shipped' || one.status === 'archived') return 'plain'
  return one.status === 'published' && one.version === one.published_version ? 'green' : 'amber'
}

/** A new one: the least that makes a playbook, with a word on each part. */
export const EMPTY = `# A new playbook. docs/writing-playbooks.md tells what each part means.
id: new-playbook
title: New playbook
about: What goes wrong, in one sentence.
symptoms:
  # How people tell it. "..." stands for up to four words, "|" for or, "*" for any ending.
  phrases:
    - new problem
  # A topic counts only together with a sign.
  topics: [problem]
  signs: [new]
other: 0.3
causes:
  - id: cause
    title: What is behind it
    prior: 1
checks:
  - id: check
    title: What tells that it is this?
    minutes: 2
    answers:
      - id: yes-it-is
        label: it is
        fact: It is so.
        means: yes
        given: {cause: 0.9}
        otherwise: 0.2
      - id: no-it-is-not
        label: it is not
        fact: It is not so.
        means: no
fixes:
  - id: fix
    title: What cures it
    cures: {cause: 0.9}
    minutes: 10
    risk: medium
    caution: Note how it was before.
    rationale: Why it helps.
    by_hand: What the engineer does.
    verify: Let the user try again.
`
