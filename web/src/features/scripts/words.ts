import type { Schemas } from '@/api/client'
import { percent, percents } from '@/lib/percent'

export type Language = Schemas['Language']
type Rate = Schemas['RateOut']

export const LANGUAGES: Record<Language, { name: string; ending: string }> = {
  powershell: { name: 'PowerShell', ending: 'ps1' },
  bash: { name: 'Bash', ending: 'sh' },
  cmd: { name: 'Command prompt', ending: 'cmd' },
  python: { name: 'Python', ending: 'py' },
}

export const RISKS: Record<Schemas['Risk'], string> = { low: 'Low risk', medium: 'Medium risk', high: 'High risk' }

/** "7 of 9"; the rate of success of what was applied. */
export const ratio = (rate: Rate) => `${rate.success} of ${rate.applied}`

/** "Worked 7 of 9 for this customer, 12 of 20 in all." */
export function tellSuccess({ account, customer }: Schemas['SuccessOut']): string {
  if (account.applied === 0) return 'Not used yet.'
  if (customer && customer.applied > 0) return `Worked ${ratio(customer)} for this customer, ${ratio(account)} in all.`
  return `Worked ${ratio(account)}.`
}

/** What few cases can say: "between 45 % and 94 % with 95 % confidence". */
export const tellInterval = (rate: Rate) =>
  `Success between ${percent(rate.low)} and ${percent(rate.high)} with ${percents(95)} confidence; ${rate.failed} failed, ${rate.partial} in part`

/** What stands in place of a secret. */
export const MASK = '********'

/** Of the part of a template's page where it is filled in: whoever comes by this address goes on there. */
export const USE = 'use'
