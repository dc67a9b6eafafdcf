import { WandSparkles } from 'lucide-react'
import { Button } from '@/ui/Button'
import { Slow } from './Slow'
import { SavedTag } from './SavedTag'
import type { SaveState } from './useDraftEdit'
import type { Extracting } from './useExtract'

export interface BuilderBarProps {
  title: string
  state: SaveState
  extract: Extracting
  /** Another person edits it. */
  readOnly: boolean
  onSave: () => void
  onDiscard: () => void
  onPublish: () => void
}

export function BuilderBar({ title, state, extract, readOnly, onSave, onDiscard, onPublish }: BuilderBarProps) {
  return (
    <div className="flex flex-wrap items-center gap-2 border-b border-line bg-surface px-4 py-2">
      <h1 className="min-w-40 flex-1 truncate text-panel font-semibold">{title}</h1>
      <SavedTag state={state} onRetry={onSave} />
      <Button idle={readOnly || extract.why !== undefined} title={extract.why} onClick={extract.run}>
        <WandSparkles size={16} strokeWidth={1.75} aria-hidden /> {extract.busy ? 'Extracting ' : 'Extract '}
        <span className="max-sm:sr-only">parameters</span>
        {extract.why && <span className="sr-only">: {extract.why}</span>}
      </Button>
      <Button idle={readOnly} onClick={onDiscard}>Discard</Button>
      <Button variant="primary" idle={readOnly || state.is === 'conflict'} onClick={onPublish}>
        Publish
      </Button>
      {extract.busy && <Slow>Values are looked for and named, then the script is proved to come out the same. You can go on.</Slow>}
    </div>
  )
}
