import type { Schemas } from '@/api/client'

export type Role = Schemas['Role']

export const ROLES: readonly Role[] = ['engineer', 'lead', 'admin']
export const ROLE_NAMES: Record<Role, string> = { engineer: 'Engineer', lead: 'Lead', admin: 'Admin' }
export const ROLE_OPTIONS = ROLES.map((value) => ({ value, label: ROLE_NAMES[value] }))

/** What a role may do, for who hands it out. */
export const ROLE_HINTS: Record<Role, string> = {
  engineer: 'Works on sessions, scripts and tickets.',
  lead: 'The same as an engineer, and leads them: the escalation queue and the script library.',
  admin: 'Everything: also users, ticketing systems, models and the audit.',
}
