import { useSyncExternalStore } from 'react'
import type { LiveAnswers } from '../model/live'
import type { Message } from '../model/types'

/** The answer's text: as it streams while it is written, as it was saved afterwards. */
export function useLiveText(live: LiveAnswers, { turn, content }: Pick<Message, 'turn' | 'content'>): string {
  const turnId = turn?.status === 'running' ? turn.id : undefined
  const text = useSyncExternalStore(live.subscribe, () => live.get(turnId))
  return text.length > content.length ? text : content
}
