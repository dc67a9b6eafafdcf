import type { Message, News, Writeback } from './types'

export type ThreadItem =
  | { type: 'question'; id: string; message: Message }
  /** Oldest version first; more than one after Retry. */
  | { type: 'answer'; id: string; versions: Message[] }
  | { type: 'writeback'; id: string; writeback: Writeback }
  /** What a look at the ticket some time after its posting found. */
  | { type: 'late'; id: string; writeback: Writeback }
  | { type: 'news'; id: string; news: News }

const answersOf = (messages: readonly Message[]): Map<string, Message[]> => {
  const rootOf = new Map<string, string>()
  const groups = new Map<string, Message[]>()
  for (const message of messages) {
    if (message.role !== 'assistant') continue
    const root = (message.retry_of && rootOf.get(message.retry_of)) ?? message.id
    rootOf.set(message.id, root)
    groups.set(root, [...(groups.get(root) ?? []), message])
  }
  return groups
}

/** Everything that happened, in the order of time; the versions of one answer together. */
export function makeThread(
  messages: readonly Message[],
  writebacks: readonly Writeback[],
  news: readonly News[] = [],
): ThreadItem[] {
  const groups = answersOf(messages)
  const items: (ThreadItem & { at: number })[] = []
  for (const message of messages) {
    const at = Date.parse(message.created_at)
    const versions = groups.get(message.id)
    if (message.role === 'user') items.push({ type: 'question', id: message.id, message, at })
    else if (versions) items.push({ type: 'answer', id: message.id, versions, at })
  }
  const insert = (item: ThreadItem & { at: number }) => {
    const next = items.findIndex(({ at }) => at > item.at)
    items.splice(next < 0 ? items.length : next, 0, item)
  }
  for (const writeback of writebacks) {
    const at = Date.parse(writeback.finished_at ?? writeback.created_at)
    insert({ type: 'writeback', id: writeback.id, writeback, at })
    if (!writeback.late_change) continue
    insert({ type: 'late', id: `late-${writeback.id}`, writeback, at: Date.parse(writeback.late_change.at) })
  }
  for (const one of news) insert({ type: 'news', id: one.id, news: one, at: Date.parse(one.created_at) })
  return sortNews(items)
}

/** News stand where they were noticed; those with nothing between them in the order in which they happened at the ticket. */
function sortNews(items: ThreadItem[]): ThreadItem[] {
  const sorted: ThreadItem[] = []
  let run: (ThreadItem & { type: 'news' })[] = []
  for (const item of items) {
    if (item.type === 'news') run.push(item)
    else {
      sorted.push(...run.toSorted(byHappening), item)
      run = []
    }
  }
  return [...sorted, ...run.toSorted(byHappening)]
}

/** Many ticketing systems tell whole seconds: of one second, the note comes before the change that it brought. */
const secondOf = ({ happened_at }: News) => Math.floor(Date.parse(happened_at) / 1000)
const RANK: Record<News['kind'], number> = { note: 0, changed: 1, gone: 2 }

const byHappening = ({ news: a }: { news: News }, { news: b }: { news: News }) =>
  secondOf(a) - secondOf(b) || RANK[a.kind] - RANK[b.kind]
