import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { GeneratedScript } from '@/features/scripts/GeneratedScript'
import { keptScript } from '@/features/scripts/kept-script'
import { MaskHint } from '@/features/scripts/MaskHint'
import { reviewQuery } from '@/features/scripts/review'
import { ErrorState, Skeleton } from '@/ui/states'
import { acknowledgeFix, languageOf } from '../model/scripts'
import type { Fix, Whole } from '../model/types'
import { IRanIt, useTaken } from './IRanIt'
import { scriptName } from './kept'
import { PanelFrame } from './PanelFrame'

export interface ReadyPanelProps {
  whole: Whole
  fix: Fix
  /** With its secrets, right after it was decided on. */
  clear: string | undefined
  /** Back to the choice, to put secrets in again; missing where nothing can be decided any more. */
  onAgain: (() => void) | undefined
  onClose: () => void
}

/** The script that was decided on, ready to copy. */
export function ReadyPanel({ whole, fix, clear, onAgain, onClose }: ReadyPanelProps) {
  // Replaced before anything was decided on: as it was edited by then.
  const kept = fix.decision === null ? keptScript.take(scriptName(fix.id)) : ''
  const shown = kept || (fix.edited_script ?? fix.ai_drafted_script ?? '')
  const language = languageOf(fix)
  const { data, error, refetch } = useQuery(reviewQuery(shown, language))
  const [taken, take] = useTaken(fix)
  const replaced = fix.superseded_at !== null && fix.status === 'proposed'
  return (
    <PanelFrame title={replaced ? 'A newer suggestion replaced this one' : 'Ready to copy'} onClose={onClose}>
      <DraftLine whole={whole} fix={fix} />
      <MaskHint script={clear ?? shown}>
        {onAgain ? (
          <button type="button" className="rounded-tag font-medium underline" onClick={onAgain}>
            Put them in and generate it again
          </button>
        ) : (
          'Edit a copy below, or put them in where you run it.'
        )}
      </MaskHint>
      {data ? (
        <GeneratedScript
          title="Script"
          copyLabel="Copy to run"
          generated={{ generationId: fix.id, script: clear ?? shown, redacted: shown, findings: data.findings }}
          name={fileName(fix.title)}
          language={language}
          acknowledged={fix.acknowledged}
          onTaken={take}
          onAcknowledge={(fixId, rules) => acknowledgeFix(whole.session.id, fixId, rules)}
        />
      ) : error ? (
        <ErrorState what="The safety review did not answer." error={error} onRetry={() => void refetch()} />
      ) : (
        <Skeleton lines={4} label="Reviewing the script" />
      )}
      <IRanIt whole={whole} fix={fix} ready={taken} />
    </PanelFrame>
  )
}

const fileName = (title: string) => title.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-').replaceAll(/^-+|-+$/g, '').slice(0, 60) || 'script'
const LINK = 'text-accent underline'

function DraftLine({ whole, fix }: { whole: Whole; fix: Fix }) {
  const draft = whole.draft_templates.find(({ fix_id: of, status }) => of === fix.id && status !== 'discarded')
  if (!draft) return null
  const { id: draftId, published_template_id: templateId } = draft
  return templateId ? (
    <p className="text-fg2">
      Published as a template. <Link to="/scripts/$templateId" params={{ templateId }} className={LINK}>Open the template</Link>
    </p>
  ) : (
    <p className="text-fg2">
      Saved as a draft template. <Link to="/scripts/builder/$draftId" params={{ draftId }} className={LINK}>Open the draft</Link>
    </p>
  )
}
