import { RefreshCw } from 'lucide-react'
import { IconButton } from '@/ui/IconButton'
import { Tag } from '@/ui/Tag'
import type { Preview } from '../model/types'
import { ago, useClock } from './ago'

export interface FreshnessProps {
  preview: Preview | undefined
  refreshing: boolean
  failed: boolean
  onRefresh: () => void
}

/** How old the text is. The version of the session is what counts; the age tells who wrote it: you now, or earlier. */
export function Freshness({ preview, refreshing, failed, onRefresh }: FreshnessProps) {
  const now = useClock(preview?.written_at)
  return (
    <span className="flex shrink-0 items-center gap-1 tabular-nums">
      {preview && <Age {...{ preview, refreshing, failed, now }} />}
      <IconButton name="Refresh" keys="u" icon={RefreshCw} onClick={onRefresh} />
    </span>
  )
}

function Age({ preview, refreshing, failed, now }: Omit<FreshnessProps, 'preview' | 'onRefresh'> & { preview: Preview; now: number }) {
  if (refreshing) return <Tag>Refreshing</Tag>
  const written = ago(preview.written_at, now)
  if (failed || preview.stale) return <Tag tone="amber">Out of date, {written}</Tag>
  return preview.from_cache ? <Tag>Cached, {written}</Tag> : <Tag tone="green">Fresh, {written}</Tag>
}
