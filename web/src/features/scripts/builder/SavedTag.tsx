import { Button } from '@/ui/Button'
import { reason } from '@/ui/states'
import { Tag } from '@/ui/Tag'
import type { SaveState } from './useDraftEdit'

/** Whether what was typed is safe. */
export function SavedTag({ state, onRetry }: { state: SaveState; onRetry: () => void }) {
  return (
    <span role="status" className="flex items-center gap-2 text-code text-fg3">
      {state.is === 'saved' && 'Saved'}
      {state.is === 'unsaved' && 'Kept here, saves in a moment'}
      {state.is === 'saving' && 'Saving'}
      {state.is === 'conflict' && <Tag tone="amber">Someone else changed it</Tag>}
      {state.is === 'failed' && (
        <>
          <Tag tone="red">Not saved</Tag>
          <span className="max-w-80 truncate">{reason(state.error)} It is kept in this browser.</span>
          <Button small onClick={onRetry}>
            Save again
          </Button>
        </>
      )}
    </span>
  )
}
