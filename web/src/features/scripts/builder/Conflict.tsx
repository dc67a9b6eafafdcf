import { Button } from '@/ui/Button'
import { ScriptDiff } from '@/ui/editor'
import { changesOf, editOf, type DraftTemplate, type Edit } from './edit'

const FIELDS: Record<keyof Edit, string> = {
  title: 'title',
  description: 'description',
  language: 'language',
  body: 'script',
  parameters_schema: 'parameters',
  tags: 'tags',
  risk: 'risk',
  needs_admin: 'administrator',
  timeout_hint: 'run time',
}

export interface ConflictProps {
  mine: Edit
  theirs: DraftTemplate
  onMine: () => void
  onTheirs: () => void
}

/** Two saved at once: both texts are here, and nothing is lost until one is chosen. */
export function Conflict({ mine, theirs, onMine, onTheirs }: ConflictProps) {
  const different = Object.keys(changesOf(editOf(theirs), mine)) as (keyof Edit)[]
  return (
    <section aria-label="Conflict" className="flex flex-col gap-2 border-b border-line bg-amber-bg p-3 text-amber-fg">
      <p role="alert">
        {theirs.updated_by} saved this draft meanwhile. Different: {different.map((name) => FIELDS[name]).join(', ')}.
      </p>
      <div className="flex flex-wrap gap-2">
        <Button onClick={onMine}>Keep mine where we both changed</Button>
        <Button onClick={onTheirs}>Take theirs, drop mine</Button>
      </div>
      {different.includes('body') && (
        <ScriptDiff label="Their script, and what yours changes" before={theirs.body} after={mine.body} language={mine.language} className="max-h-64 rounded-ctl border border-line" />
      )}
    </section>
  )
}
