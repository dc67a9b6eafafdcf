import type { Schemas } from '@/api/client'

export const POLICIES = [
  {
    value: 'identities',
    label: 'People and companies',
    hint: 'A model sees person-1, company-1 or user-1 in place of the ticket’s names, mail addresses, accounts and phone numbers. Computer names stay.',
  },
  {
    value: 'identities_and_hosts',
    label: 'Computers as well',
    hint: 'Names and addresses of computers are replaced too, as host-1. A model can then no longer read a site or a role from them.',
  },
  {
    value: 'off',
    label: 'No pseudonyms',
    hint: 'A model sees all names as they are. Meant for one on your own machines.',
  },
] as const

export type PolicyName = (typeof POLICIES)[number]['value']

export interface ModelPreferences {
  pseudonyms: PolicyName
  fall_back: boolean
  /** Null: no limit. */
  tokens_a_day: number | null
}

/** The server leaves out what is not set. */
export function readPreferences({ preferences }: Schemas['SettingsOut']): ModelPreferences {
  const { pseudonyms, fall_back, tokens_a_day } = preferences
  return {
    pseudonyms: POLICIES.find(({ value }) => value === pseudonyms)?.value ?? 'identities',
    fall_back: fall_back !== false,
    tokens_a_day: typeof tokens_a_day === 'number' ? tokens_a_day : null,
  }
}

/** The limit that was typed: "100,000", "100 000" and "100000" are one. Undefined: not a number. */
export function parseLimit(text: string): number | null | undefined {
  const digits = text.replace(/[\s,.'’]/g, '')
  if (digits === '') return null
  return /^\d{1,12}$/.test(digits) ? Number(digits) : undefined
}
