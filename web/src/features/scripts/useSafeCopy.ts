import { useQuery } from '@tanstack/react-query'
import { useSettled } from '@/lib/useSettled'
import { extractQuery, reviewQuery } from './review'
import { isHalfTyped, maskSecrets, namesSecret } from './secrets'
import type { Language } from './words'

/**
 * The script without its secrets, as it may be kept in this browser. Undefined until the server looked at exactly this
 * text, and as long as it finds a secret that no mask covers.
 */
export function useSafeCopy(script: string, language: Language, sessionId?: string): string | undefined {
  const settled = useSettled(script, 400)
  const { data: found } = useQuery({ ...extractQuery(settled, language, sessionId), enabled: settled.trim() !== '' })
  const safe = found && maskSecrets(settled, found)
  const { data: review, isPlaceholderData: older } = useQuery({ ...reviewQuery(safe ?? '', language), enabled: safe !== undefined })
  if (settled !== script || safe === undefined || !review || older) return undefined
  return isHalfTyped(safe) || review.findings.some(namesSecret) ? undefined : safe
}
