import { Dialog as Base } from '@base-ui/react/dialog'
import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { Command } from 'cmdk'
import { useState } from 'react'
import { meQuery } from '@/api/queries'
import { recentActions, recentSessions } from '@/lib/recent'
import { Keys } from '@/ui/Keys'
import { useAllActions, type KeyedAction } from './actions'
import { PaletteSessions, sessionEntry, type Entry } from './PaletteSessions'

const GROUPS: readonly KeyedAction['group'][] = ['This page', 'Session', 'Go to', 'General']
const HEADING =
  '[&_[cmdk-group-heading]]:px-2 [&_[cmdk-group-heading]]:py-1 [&_[cmdk-group-heading]]:text-meta [&_[cmdk-group-heading]]:text-fg3'

/** What a key would run wins: the newest action of a name hides older ones. */
const newest = (actions: readonly KeyedAction[]) => [...new Map(actions.map((action) => [action.id, action])).values()]

const actionEntry = ({ id, name, keys, run }: KeyedAction): Entry => ({ id, name, run, ...(keys && { keys }) })

export default function CommandPalette({ onClose }: { onClose: () => void }) {
  const [query, setQuery] = useState('')
  const navigate = useNavigate()
  const { data: me } = useQuery(meQuery)
  const userId = me?.user_id ?? ''
  const actions = newest(useAllActions()).filter(({ id }) => id !== 'palette')
  const openSession = (sessionId: string) => void navigate({ to: '/pilot/$sessionId', params: { sessionId } })
  // As they were when the palette opened: the choice that closes it must not move the list.
  const [recents] = useState(() => ({ actions: recentActions.list(userId), sessions: recentSessions.list(userId) }))
  const recent: Entry[] = [
    ...recents.actions.flatMap((id) => actions.filter((action) => action.id === id)).slice(0, 3).map(actionEntry),
    ...recents.sessions.slice(0, 3).map((one) => sessionEntry(one, openSession)),
  ]

  const choose = ({ id, run }: Entry) => {
    if (actions.some((action) => action.id === id)) recentActions.add(userId, id)
    onClose()
    // After the dialog has given the focus back, so that the action may move it.
    window.setTimeout(run)
  }
  return (
    <Base.Root open onOpenChange={(open) => !open && onClose()}>
      <Base.Portal>
        <Base.Backdrop className="fixed inset-0 z-40 bg-[rgb(0_0_0/0.5)]" />
        <Base.Popup
          aria-label="Commands"
          className="fixed top-[12vh] left-1/2 z-40 w-[calc(100vw-2rem)] max-w-xl -translate-x-1/2 overflow-clip rounded-card border border-line bg-surface"
        >
          <Command label="Commands" loop>
            <Command.Input
              value={query}
              onValueChange={setQuery}
              placeholder="A command, a session or a ticket number"
              className="h-11 w-full border-b border-line bg-transparent px-4 -outline-offset-2"
            />
            <Command.List label="Matching commands" className="max-h-[50vh] overflow-y-auto p-2 empty:p-0">
              {query === '' && <Group name="Recent" entries={recent} prefix="recent" onChoose={choose} />}
              {GROUPS.map((group) => (
                <Group
                  key={group}
                  name={group}
                  entries={actions.filter((one) => one.group === group).map(actionEntry)}
                  onChoose={choose}
                />
              ))}
              <PaletteSessions query={query.trim()} onOpen={openSession}>
                {(entries) => <Group name="Sessions" entries={entries} prefix={query} onChoose={choose} />}
              </PaletteSessions>
            </Command.List>
            {/* Text is no child of a listbox. */}
            <Command.Empty className="px-4 py-4 text-fg2">No command and no session has these words.</Command.Empty>
          </Command>
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  )
}

interface GroupProps {
  name: string
  entries: readonly Entry[]
  /** Part of each entry's text: entries that stand twice differ, and what the server found always matches. */
  prefix?: string
  onChoose: (entry: Entry) => void
}

function Group({ name, entries, prefix = '', onChoose }: GroupProps) {
  if (entries.length === 0) return null
  return (
    <Command.Group heading={name} className={HEADING}>
      {entries.map((entry) => (
        <Command.Item
          key={entry.id}
          value={`${prefix} ${entry.name} ${entry.id}`}
          onSelect={() => onChoose(entry)}
          className="flex h-control items-center gap-2 rounded-tag px-2 aria-selected:bg-sunken"
        >
          {entry.ref && <span className="shrink-0 font-mono text-code text-fg2">{entry.ref}</span>}
          <span className="min-w-0 flex-1 truncate">{entry.name}</span>
          {entry.beside && <span className="max-w-40 shrink-0 truncate text-meta text-fg3">{entry.beside}</span>}
          {entry.keys && <Keys keys={entry.keys} />}
        </Command.Item>
      ))}
    </Command.Group>
  )
}
