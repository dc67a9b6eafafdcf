import { useQuery } from '@tanstack/react-query'
import { useEffect, useRef, useState, type CSSProperties } from 'react'
import { connectionsQuery, meQuery } from '@/api/queries'
import { cx } from '@/lib/cx'
import { typed } from '@/lib/typed'
import { Conversation } from './chat/Conversation'
import { NEW_FACT } from './lane/AddFact'
import { useLaneWidth } from './LaneEdge'
import { LaneRegion } from './LaneRegion'
import { makeDraft } from './model/draft'
import { useDraftSync } from './model/draft-sync'
import { factName } from './model/kept-text'
import { LiveAnswers } from './model/live'
import { useSeen } from './model/seen'
import { useSessionStream } from './model/stream'
import { useTalk } from './model/talk'
import type { Whole } from './model/types'
import { useOutbox } from './model/useOutbox'
import { useReopen } from './note/posting'
import { useEndings } from './note/useEndings'
import { People, PeopleContext } from './people/people'
import { usePresence } from './people/usePresence'
import { useRemoteRows } from './people/useRemoteRows'
import { fetchParts } from './parts'
import { RefusedChanges } from './RefusedChanges'
import { RegionTabs } from './RegionTabs'
import { SessionHeader } from './SessionHeader'
import { findTicketUrl } from './ticket-url'
import { useFactLink } from './useFactLink'
import { useKeepFocus } from './useKeepFocus'
import { usePanels } from './usePanels'
import { useRegions } from './useRegions'
import { useSessionActions } from './useSessionActions'

export function SessionView({ whole: told }: { whole: Whole }) {
  const { data: me } = useQuery(meQuery)
  const [draft] = useState(() => makeDraft(told.session.id, me?.user_id))
  const { whole, outbox, entries } = useOutbox(told, draft.giveBack)
  const { session, active_fix: fix } = whole
  const { data: connections } = useQuery(connectionsQuery)
  const [live] = useState(() => new LiveAnswers())
  const [people] = useState(() => new People())
  const [width, setWidth] = useLaneWidth()
  // A fact that was typed before a reload stands in its field again.
  const [adding, setAdding] = useState(() => typed.read(factName(session.id)) !== '')
  const regions = useRegions()
  const { tab, laneOpen, toggleLane, showLane, focusOn, follow } = regions
  const { kind, setKind, panelFix, openFix } = usePanels(whole, showLane)
  const root = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const timer = window.setTimeout(() => void fetchParts(), 500)
    return () => window.clearTimeout(timer)
  }, [])
  useFactLink(whole, focusOn)
  useKeepFocus(root)
  useSeen(whole)

  useDraftSync(session.id, draft)
  const stream = useSessionStream(whole, live, people)
  useRemoteRows(told, people, me)
  usePresence(session.id, people, root)
  const talk = useTalk(whole, me?.name ?? 'You', draft.giveBack)
  const reopen = useReopen(session.id)
  const connection = connections?.items.find(({ id }) => id === session.connection_id)
  const system = connection?.name ?? 'the ticketing system'
  const ticketUrl = findTicketUrl(session, connection?.provider)
  useEndings(whole, system, ticketUrl)
  useSessionActions({
    focusOn,
    addFact: () => {
      setAdding(true)
      focusOn(NEW_FACT)
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
    toggleLane,
    open: setKind,
  })

  const conclude = { system, ticketUrl, onReopen: () => reopen.mutate(), reopening: reopen.isPending }
  return (
    <PeopleContext value={people}>
      <div ref={root} className="flex h-full flex-col" style={{ '--lane': laneOpen ? `${width}px` : '0px' } as CSSProperties}>
        <SessionHeader
          {...{ whole, ticketUrl, laneOpen }}
          stream={stream.state}
          waiting={entries.filter(({ refused }) => !refused).length}
          onReconnect={stream.retryNow}
          onLane={toggleLane}
        />
        <RefusedChanges {...{ whole, outbox, entries }} />
        <RegionTabs whole={whole} tab={tab} onTab={regions.setTab} />
        <div className="flex min-h-0 flex-1 max-lane:flex-col">
          <main
            id="main"
            tabIndex={-1}
            aria-label="Conversation"
            {...follow('chat')}
            className={cx('flex min-h-0 min-w-0 flex-col outline-none', tab === 'chat' ? 'flex-1' : 'lane:flex-1')}
          >
            <div className={cx('flex min-h-0 flex-1 flex-col', tab !== 'chat' && 'max-lane:hidden')}>
              <Conversation {...{ whole, live, talk, draft }} {...conclude} onFix={() => focusOn('fix-title')} />
            </div>
          </main>
          <LaneRegion
            {...{ whole, regions, width, kind, adding, panelFix }}
            {...conclude}
            onWidth={setWidth}
            onKind={setKind}
            onAdding={setAdding}
            onOpenFix={openFix}
            onTell={talk.send}
          />
        </div>
      </div>
    </PeopleContext>
  )
}
