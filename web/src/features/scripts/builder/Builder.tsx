import { useNavigate, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { useActions } from '@/shell/actions'
import { useTitle } from '@/ui/Page'
import { useLanding } from '../useLanding'
import { BuilderBar } from './BuilderBar'
import { BuilderPanes, type Pane } from './BuilderPanes'
import { Conflict } from './Conflict'
import { DiscardDialog } from './DiscardDialog'
import type { DraftTemplate } from './edit'
import { LeaseBar } from './LeaseBar'
import { PublishDialog } from './PublishDialog'
import { useDraftLease } from './useDraftLease'
import { useDraftEdit } from './useDraftEdit'
import { useExtract } from './useExtract'

/** One draft in the making. */
export function Builder({ draft }: { draft: DraftTemplate }) {
  const navigate = useNavigate()
  const { view } = useSearch({ from: '/app/scripts/builder/$draftId' })
  const work = useDraftEdit(draft)
  const lease = useDraftLease(draft.id)
  const { edit, state } = work
  const change: typeof work.change = (values) => {
    if (lease.holder) return
    lease.hold()
    work.change(values)
  }
  const extract = useExtract(edit, draft.session_id, change)
  const [pane, setPane] = useState<Pane>(view ? 'review' : 'script')
  const [dialog, setDialog] = useState<'publish' | 'discard'>()
  useTitle(edit.title || 'Script Builder')
  useLanding()

  const save = () => void work.save()
  const publish = async () => {
    if (await work.save()) setDialog('publish')
  }
  useActions([
    { id: 'draft-save', name: 'Save the draft', group: 'This page', keys: '$mod+s', run: save },
    { id: 'draft-publish', name: 'Publish the draft', group: 'This page', run: () => void publish() },
    { id: 'draft-extract', name: 'Extract parameters', group: 'This page', run: extract.run },
    { id: 'draft-discard', name: 'Discard the draft', group: 'This page', run: () => setDialog('discard') },
  ])
  const close = () => setDialog(undefined)
  return (
    <main id="main" tabIndex={-1} className="flex h-full min-w-0 flex-col outline-none">
      <BuilderBar
        title={edit.title || 'Untitled template'}
        state={state}
        extract={extract}
        readOnly={lease.holder !== undefined}
        onSave={save}
        onDiscard={() => setDialog('discard')}
        onPublish={() => void publish()}
      />
      <LeaseBar lease={lease} save={work.save} />
      {state.is === 'conflict' && (
        <Conflict
          mine={edit}
          theirs={state.theirs}
          onMine={() => work.keepMine(state.theirs)}
          onTheirs={() => work.takeTheirs(state.theirs)}
        />
      )}
      <BuilderPanes draft={draft} work={{ ...work, change }} readOnly={lease.holder !== undefined} notes={extract.notes} view={view} pane={pane} onPane={setPane} onSave={save} />
      {dialog === 'publish' && (
        <PublishDialog
          draft={draft}
          version={work.version()}
          onClose={close}
          onDone={(templateId) => void navigate({ to: '/scripts/$templateId', params: { templateId } })}
        />
      )}
      {dialog === 'discard' && (
        <DiscardDialog
          draft={draft}
          edit={edit}
          onClose={close}
          onDone={() => {
            work.forget()
            void navigate({ to: '/scripts' })
          }}
        />
      )}
    </main>
  )
}
