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

/** Of fewer told cases an interval says nothing but that they are few. */
export const FEWEST = 3

/** "Worked 7 of 9"; of a single case in words. */
export function tellRate(rate: Rate): string {
  if (rate.applied !== 1) return `Worked ${ratio(rate)}`
  if (rate.success) return 'Worked the one time it was used'
  if (rate.failed) return 'Failed the one time it was used'
  return rate.partial ? 'Worked in part the one time it was used' : 'Used once, and nobody said how it went'
}

/** "Worked 7 of 9 for this customer, 12 of 20 in all." */
export function tellSuccess({ account, customer }: Schemas['SuccessOut']): string {
  if (account.applied === 0) return 'Not used yet.'
  if (!customer || customer.applied === 0) return `${tellRate(account)}.`
  if (customer.applied === account.applied) return `${tellRate(account)}, for this customer.`
  return `${tellRate(customer)} for this customer, ${customer.applied === 1 ? 'and ' : ''}${ratio(account)} in all.`
}

/** What few cases can say: "between 45 % and 94 % with 95 % confidence". Nothing of fewer than a few. */
export function tellInterval({ success, failed, partial, low, high }: Rate): string | null {
  if (success + failed + partial < FEWEST) return null
  return `Success between ${percent(low)} and ${percent(high)} with ${percents(95)} confidence; ${failed} failed, ${partial} in part`
}

/** What stands in place of a secret. */
export const MASK = '********'

/** Of the part of a template's page where it is filled in: whoever comes by this address goes on there. */
export const USE = 'use'
