import { useInfiniteQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { FileUp, Network, Plus } from 'lucide-react'
import { lazy, Suspense, useState } from 'react'
import type { Schemas } from '@/api/client'
import { useActions } from '@/shell/actions'
import { Button } from '@/ui/Button'
import { Select } from '@/ui/Field'
import { Page } from '@/ui/Page'
import { SearchField } from '@/ui/SearchField'
import { EmptyState, ErrorState, Skeleton } from '@/ui/states'
import { DiagramTable } from './DiagramTable'
import { diagramsQuery } from './queries'
import { SessionBanner } from './SessionBanner'

const NewDiagram = lazy(() => import('./NewDiagram'))
const ImportDiagram = lazy(() => import('./ImportDiagram'))

export interface DiagramListProps {
  /** Empty: of all. */
  client: string
  /** Also those without a diagram; undefined until they are known. */
  clients: readonly Schemas['ClientOut'][] | undefined
  q: string
  /** The session that a diagram is looked for. */
  session: string | undefined
  onWords: (words: string) => void
}

export default function DiagramList({ client, clients: told, q, session, onWords }: DiagramListProps) {
  const clients = told ?? []
  const navigate = useNavigate()
  const [sheet, setSheet] = useState<'new' | 'import'>()
  const create = () => setSheet('new')
  useActions([
    { id: 'new-diagram', name: 'New network diagram', group: 'This page', keys: 'n', run: create },
    { id: 'import-diagram', name: 'Import a network diagram', group: 'This page', run: () => setSheet('import') },
  ])
  const keep = session ? { session } : {}
  const show = (made: { id: string; client: string }) =>
    void navigate({ to: '/map/$client', params: { client: made.client }, search: { diagram: made.id, ...keep } })
  const choose = (name: string) =>
    name ? void navigate({ to: '/map/$client', params: { client: name }, search: keep }) : void navigate({ to: '/map', search: keep })
  const known = clients.some((one) => one.client === client) || !client ? clients : [...clients, { client, diagrams: 0 }]
  const dialog = { client, clients: clients.map((one) => one.client), onClose: () => setSheet(undefined), onDone: show }

  return (
    <Page
      title={client ? `Network: ${client}` : 'Network'}
      layout="fill"
      actions={
        <span className="flex gap-2">
          <Button onClick={() => setSheet('import')}>
            <FileUp size={16} strokeWidth={1.75} aria-hidden /> Import
          </Button>
          <Button variant="primary" onClick={create}>
            <Plus size={16} strokeWidth={2} aria-hidden /> New diagram
          </Button>
        </span>
      }
    >
      {session && <SessionBanner sessionId={session} />}
      {!(q === '' && told?.every(({ diagrams }) => diagrams === 0)) && (
        <div className="flex flex-wrap items-center gap-2">
          <SearchField label="Search diagrams" placeholder="Title, device or address" value={q} onSettle={onWords} />
          <Select
            label="Client"
            hideLabel
            className="w-60 max-sm:w-full"
            value={client}
            onChange={(event) => choose(event.target.value)}
            options={[{ value: '', label: 'All clients' }, ...known.map((one) => ({ value: one.client, label: `${one.client} (${one.diagrams})` }))]}
          />
        </div>
      )}
      <Found {...{ client, q, session }} onCreate={create} />
      <Suspense>
        {sheet === 'new' && <NewDiagram {...dialog} />}
        {sheet === 'import' && <ImportDiagram {...dialog} />}
      </Suspense>
    </Page>
  )
}

function Found({ client, q, session, onCreate }: { client: string; q: string; session: string | undefined; onCreate: () => void }) {
  const list = useInfiniteQuery(diagramsQuery(client, q))
  const rows = list.data?.pages.flatMap((page) => page.items) ?? []
  if (list.isPending) return <Skeleton lines={6} label="Loading diagrams" />
  if (list.error && rows.length === 0) {
    return <ErrorState what="The diagrams could not be loaded." error={list.error} onRetry={() => void list.refetch()} />
  }
  if (rows.length === 0) {
    return (
      <EmptyState icon={Network} action={q ? undefined : <Button onClick={onCreate}>Draw the first diagram</Button>}>
        {q
          ? 'No diagram has these words.'
          : `${client ? `No network of ${client} is drawn yet.` : 'No network is drawn yet.'} A diagram shows what a client has and what is down, and can become evidence in a session.`}
      </EmptyState>
    )
  }
  const more = list.hasNextPage && !list.isFetchingNextPage
  return <DiagramTable rows={rows} session={session} withClient={!client} onEnd={more ? () => void list.fetchNextPage() : undefined} />
}
