/** What the form asks for, part by part, in the order of the YAML. */
export type Kind = 'line' | 'area' | 'code' | 'lines' | 'number' | 'risk' | 'shares'

export interface Part {
  name: string
  label: string
  kind: Kind
  hint?: string
}

export interface List {
  name: string
  /** Of one, in a heading and on its buttons. */
  one: string
  title: string
  parts: readonly Part[]
  fresh: (number: number) => Record<string, unknown>
  within?: List
}

const line = (name: string, label: string, hint?: string): Part => ({ name, label, kind: 'line', ...(hint && { hint }) })
const lines = (name: string, label: string, hint?: string): Part => ({ name, label, kind: 'lines', ...(hint && { hint }) })
const number = (name: string, label: string, hint?: string): Part => ({ name, label, kind: 'number', ...(hint && { hint }) })

export const TOP: readonly Part[] = [
  line('title', 'Title'),
  line('about', 'What goes wrong', 'One sentence.'),
  line('id', 'Short name', 'Small letters, digits and dashes. A shipped playbook’s: this one takes its place.'),
  number('other', 'Share of other causes', 'How often it is something that is not listed here, from 0 to 1.'),
]

export const SYMPTOMS: readonly Part[] = [
  lines('phrases', 'Phrases that tell it', 'One a line. “...” stands for up to four words, “|” for or, “*” for any ending.'),
  lines('topics', 'Topics', 'Count only together with a sign.'),
  lines('signs', 'Signs of trouble'),
  lines('excludes', 'Never when this is said'),
  lines('heard', 'As people tell it', 'One ticket a line, in its own words.'),
]

const answers: List = {
  name: 'answers',
  one: 'answer',
  title: 'Answers',
  parts: [
    line('label', 'Answer'),
    line('fact', 'What is then known'),
    lines('says', 'Words that mean it'),
    lines('output', 'Patterns in the output'),
    { name: 'given', label: 'How likely it is under a cause', kind: 'shares' },
    number('otherwise', 'How likely it is otherwise', 'One answer may leave both out: it takes what remains.'),
  ],
  fresh: (at) => ({ id: `answer-${at}`, label: 'another answer', fact: 'Something else.', otherwise: 0.1 }),
}

export const LISTS: readonly List[] = [
  {
    name: 'causes',
    one: 'cause',
    title: 'Causes',
    parts: [line('title', 'Cause'), number('prior', 'Weight', 'Compared with the other causes.'), lines('says', 'How an engineer names it')],
    fresh: (at) => ({ id: `cause-${at}`, title: 'Another cause', prior: 1 }),
  },
  {
    name: 'checks',
    one: 'check',
    title: 'Checks',
    parts: [
      line('title', 'Question'),
      line('where', 'Where'),
      number('minutes', 'Minutes'),
      { name: 'command', label: 'Command', kind: 'code' },
      line('hint', 'Hint'),
    ],
    fresh: (at) => ({
      id: `check-${at}`,
      title: `Question ${at}?`,
      minutes: 2,
      answers: [
        { id: 'this', label: 'it is', fact: 'It is so.', otherwise: 0.5 },
        { id: 'that', label: 'it is not', fact: 'It is not so.' },
      ],
    }),
    within: answers,
  },
  {
    name: 'fixes',
    one: 'fix',
    title: 'Fixes',
    parts: [
      line('title', 'Fix'),
      { name: 'cures', label: 'How often it cures a cause', kind: 'shares' },
      line('template', 'Script template', 'Its short name in the library. Empty: done by hand.'),
      line('by_hand', 'By hand'),
      line('rationale', 'Why'),
      line('caution', 'Take care'),
      line('verify', 'Proof'),
      number('minutes', 'Minutes'),
      { name: 'risk', label: 'Risk', kind: 'risk' },
    ],
    fresh: (at) => ({
      id: `fix-${at}`, title: `Fix ${at}`, cures: {}, minutes: 10, risk: 'medium', caution: 'Note how it was before.', rationale: 'Why it helps.',
      by_hand: 'What the engineer does.', verify: 'Let the user try again.',
    }),
  },
]
