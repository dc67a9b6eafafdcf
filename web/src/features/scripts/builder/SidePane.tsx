import { useQuery } from '@tanstack/react-query'
import { useState, type ReactNode } from 'react'
import { ScriptDiff } from '@/ui/editor'
import { ErrorState, Skeleton } from '@/ui/states'
import { ToggleGroup } from '@/ui/ToggleGroup'
import { Findings } from '../Findings'
import { templateQuery } from '../queries'
import { Versions } from '../template/Versions'
import type { DraftTemplate, Edit } from './edit'
import { LiveForm } from './LiveForm'
import { ProblemList } from './ProblemList'
import type { Place, Problem } from './problems'

export type View = 'review' | 'form' | 'ran' | 'versions'

export interface SidePaneProps {
  draft: DraftTemplate
  edit: Edit
  saved: boolean
  problems: readonly Problem[]
  /** What is looked at first, where the draft has it. */
  first: View | undefined
  /** Of the extraction on this page. */
  notes: readonly string[]
  onGo: (place: Place) => void
  onDeclare: (name: string) => void
}

/** What stands in the way of publishing, what the safety review says, the form as it will be, what ran, and earlier versions. */
export function SidePane(props: SidePaneProps) {
  const { draft, edit, first } = props
  const views: { value: View; label: string }[] = [
    { value: 'review', label: 'Review' },
    { value: 'form', label: 'Preview' },
    ...(draft.original_script ? [{ value: 'ran' as const, label: 'What ran' }] : []),
    ...(draft.edits_template_id ? [{ value: 'versions' as const, label: 'Versions' }] : []),
  ]
  const [view, setView] = useState<View>(views.find(({ value }) => value === first)?.value ?? 'review')
  return (
    <section aria-label="Review" className="flex flex-col gap-4">
      <ToggleGroup label="View" value={view} options={views} onChange={setView} />
      {view === 'review' && <Review {...props} />}
      {view === 'form' && <LiveForm edit={edit} />}
      {view === 'ran' && draft.original_script && (
        <ScriptDiff label="What ran, and what the draft makes of it" before={draft.original_script} after={edit.body} language={edit.language} className="rounded-ctl border border-line" />
      )}
      {view === 'versions' && draft.edits_template_id && <Earlier templateId={draft.edits_template_id} />}
    </section>
  )
}

function Review({ draft, saved, problems, notes, onGo, onDeclare }: SidePaneProps) {
  const told = [...new Set([...notes, ...draft.extraction_notes])]
  return (
    <>
      <Part title="Before it can be published">
        <ProblemList problems={problems} onGo={onGo} onDeclare={onDeclare} />
      </Part>
      <Part title="Safety">
        {!saved && <p className="text-meta text-fg3">Of the script as last saved.</p>}
        <Findings findings={draft.findings} onLine={(line) => onGo({ line })} />
      </Part>
      {told.length > 0 && (
        <Part title="From the extraction">
          <ul className="flex list-disc flex-col gap-1 pl-5 text-code text-fg2">
            {told.map((note) => (
              <li key={note}>{note}</li>
            ))}
          </ul>
        </Part>
      )}
    </>
  )
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <div className="flex flex-col gap-1.5">
      <h2 className="font-semibold">{title}</h2>
      {children}
    </div>
  )
}

function Earlier({ templateId }: { templateId: string }) {
  const { data, error, refetch } = useQuery(templateQuery(templateId))
  if (error) return <ErrorState what="The template could not be loaded." error={error} onRetry={() => void refetch()} />
  return data ? <Versions template={data} /> : <Skeleton lines={3} label="Loading the template" />
}
