import { useState } from 'react'
import { local } from '@/lib/local'
import { Button } from '@/ui/Button'
import { InfoLine } from '../InfoLine'
import type { News } from '../model/types'

export interface UnreadNewsProps {
  sessionId: string
  /** What came after the last message, oldest first. */
  news: readonly News[]
  /** Undefined where the assistant can't be asked. */
  onAsk: ((text: string) => void) | undefined
}

const ASK = 'The ticket changed. What does that mean for the diagnosis?'

/** Under news that nobody has spoken about yet: whether the assistant knows them, and what can be done. */
export function UnreadNews({ sessionId, news, onAsk }: UnreadNewsProps) {
  const name = `read.${sessionId}`
  const [read, setRead] = useState(() => local.read(name))
  const last = news.at(-1)
  const unread = news.filter(({ id }) => id > read).length
  if (!last || unread === 0) return null
  const newestId = news.reduce((newest, { id }) => (id > newest ? id : newest), last.id)
  const markRead = () => {
    local.write(name, newestId)
    setRead(newestId)
    document.getElementById('chat')?.focus({ preventScroll: true })
  }
  return (
    <InfoLine
      action={
        <span className="flex flex-wrap gap-1.5">
          {onAsk && (
            <Button small onClick={() => onAsk(ASK)}>
              Ask what it means
            </Button>
          )}
          <Button small onClick={markRead}>
            Mark as read
          </Button>
        </span>
      }
    >
      {unread === 1 ? 'One piece of news' : `${unread} pieces of news`} on the ticket. The assistant reads{' '}
      {unread === 1 ? 'it' : 'them'} with your next message.
    </InfoLine>
  )
}
