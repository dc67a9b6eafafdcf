import { useQuery } from '@tanstack/react-query'
import { useCallback, useRef, useState, type CSSProperties } from 'react'
import { connectionsQuery, meQuery } from '@/api/queries'
import { cx } from '@/lib/cx'
import { ToggleGroup } from '@/ui/ToggleGroup'
import { Conversation } from './chat/Conversation'
import { TaskLane } from './lane/TaskLane'
import { LaneEdge, useLaneWidth } from './LaneEdge'
import { makeDraft } from './model/draft'
import { LiveAnswers } from './model/live'
import { useSessionStream } from './model/stream'
import { useTalk } from './model/talk'
import type { Whole } from './model/types'
import { ConcludeSlot } from './note/ConcludeSlot'
import { NotePanel } from './note/NotePanel'
import { Keys, useEndings, useReopen } from './note/posting'
import { SessionHeader } from './SessionHeader'
import { useKeepFocus } from './useKeepFocus'
import { usePanels } from './usePanels'
import { useSessionActions } from './useSessionActions'

type Tab = 'chat' | 'lane'
export function SessionView({ whole }: { whole: Whole }) {
  const { session, active_fix: fix } = whole
  const { data: me } = useQuery(meQuery)
  const { data: connections } = useQuery(connectionsQuery)
  const [live] = useState(() => new LiveAnswers())
  const [draft] = useState(() => makeDraft(session.id))
  const [keys] = useState(() => new Keys())
  const [tab, setTab] = useState<Tab>('chat')
  const [laneOpen, setLaneOpen] = useState(true)
  const [width, setWidth] = useLaneWidth()
  const [adding, setAdding] = useState(false)
  const showLane = () => {
    setTab('lane')
    setLaneOpen(true)
  }
  const { kind, setKind, panelFix, openFix } = usePanels(whole, showLane)
  const resolve = useRef<HTMLButtonElement>(null)
  const root = useRef<HTMLDivElement>(null)
  useKeepFocus(root)

  const stream = useSessionStream(whole, live)
  const talk = useTalk(whole, me?.name ?? 'You', draft.giveBack)
  const reopen = useReopen(session.id)
  const connection = connections?.items.find(({ id }) => id === session.connection_id)
  const system = connection?.name ?? 'the ticketing system'
  const ticketUrl = findTicketUrl(session, connection?.provider)
  const openTicket = useCallback(() => ticketUrl && window.open(ticketUrl, '_blank', 'noopener'), [ticketUrl])
  useEndings(whole, system, ticketUrl === undefined ? undefined : openTicket)

  const focusOn = (id: string) => {
    if (id === 'chat' || id === 'composer') setTab('chat')
    else showLane()
    // After the region came into view.
    window.setTimeout(() => document.getElementById(id)?.focus())
  }
  const closeNote = (focus: 'resolve' | 'conclude') => {
    setKind(undefined)
    window.setTimeout(() => (focus === 'resolve' ? resolve.current : document.getElementById('conclude'))?.focus())
  }
  useSessionActions({
    focusOn,
    addFact: () => {
      showLane()
      setAdding(true)
    },
    toggleFix: () => {
      if (!fix) return
      openFix(panelFix?.id === fix.id ? undefined : fix)
      focusOn('fix-title')
    },
    openGenerator: () => {
      if (fix) openFix(fix)
      focusOn(fix ? 'fix-title' : 'fix')
    },
    toggleLane: () => setLaneOpen(!laneOpen),
    open: setKind,
  })

  const proposed = whole.facts.filter(({ status }) => status === 'proposed').length + (fix?.status === 'proposed' ? 1 : 0)
  return (
    <div ref={root} className="flex h-full flex-col" style={{ '--lane': laneOpen ? `${width}px` : '0px' } as CSSProperties}>
      <SessionHeader
        whole={whole}
        ticketUrl={ticketUrl}
        stream={stream.state}
        onReconnect={stream.retryNow}
        laneOpen={laneOpen}
        onLane={() => setLaneOpen(!laneOpen)}
      />
      <nav aria-label="Regions of this page" className="border-b border-line bg-surface px-3 py-1.5 lane:hidden">
        <ToggleGroup
          label="Region"
          value={tab}
          onChange={setTab}
          options={[
            { value: 'chat', label: 'Chat' },
            { value: 'lane', label: proposed > 0 ? `Task lane, ${proposed} new` : 'Task lane' },
          ]}
        />
      </nav>
      <div className="flex min-h-0 flex-1 max-lane:flex-col">
        <main
          id="main"
          tabIndex={-1}
          aria-label="Conversation"
          className={cx('flex min-h-0 min-w-0 flex-col outline-none', tab === 'chat' ? 'flex-1' : 'lane:flex-1')}
        >
          <div className={cx('flex min-h-0 flex-1 flex-col', tab !== 'chat' && 'max-lane:hidden')}>
            <Conversation
              whole={whole}
              live={live}
              talk={talk}
              draft={draft}
              system={system}
              ticketUrl={ticketUrl}
              onReopen={() => reopen.mutate()}
              reopening={reopen.isPending}
            />
          </div>
        </main>
        <aside
          aria-label="Task lane"
          className={cx(
            'relative flex min-h-0 shrink-0 flex-col border-line bg-surface lane:w-(--lane) lane:border-l',
            tab === 'lane' && 'max-lane:flex-1',
            !laneOpen && 'lane:hidden',
          )}
        >
          <LaneEdge width={width} onWidth={setWidth} />
          <div className={cx('min-h-0 flex-1 overflow-y-auto', tab !== 'lane' && 'max-lane:hidden')}>
            <TaskLane
              whole={whole}
              adding={adding}
              onAdding={setAdding}
              panelFix={panelFix}
              onOpenFix={openFix}
              onTell={talk.send}
              onSuccess={() => resolve.current?.focus()}
            />
          </div>
          <ConcludeSlot
            whole={whole}
            system={system}
            ticketUrl={ticketUrl}
            open={kind}
            onOpen={(next) => setKind(next === kind ? undefined : next)}
            onReopen={() => reopen.mutate()}
            reopening={reopen.isPending}
            resolveRef={resolve}
          />
          {kind && (
            <NotePanel
              key={kind}
              whole={whole}
              kind={kind}
              keys={keys}
              system={system}
              ticketUrl={ticketUrl}
              connection={connection}
              onKind={setKind}
              onClose={() => closeNote('resolve')}
              onDone={() => closeNote('conclude')}
            />
          )}
        </aside>
      </div>
    </div>
  )
}

function findTicketUrl(session: Whole['session'], provider: string | undefined): string | undefined {
  const url = session.ticket?.url
  if (typeof url === 'string' && /^https?:\/\//.test(url)) return url
  return provider === 'local' && session.ticket_id ? `/desk?ticket=${encodeURIComponent(session.ticket_id)}` : undefined
}
