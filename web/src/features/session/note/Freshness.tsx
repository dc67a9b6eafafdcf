import { RefreshCw } from 'lucide-react'
import { useNow } from '@/lib/useNow'
import { age } from '@/lib/time'
import { IconButton } from '@/ui/IconButton'
import { Tag } from '@/ui/Tag'
import type { Preview } from '../model/types'

export interface FreshnessProps {
  preview: Preview | undefined
  refreshing: boolean
  onRefresh: () => void
}

export function Freshness({ preview, refreshing, onRefresh }: FreshnessProps) {
  const now = useNow()
  const said = !preview ? '' : preview.stale ? 'Stale' : preview.from_cache ? 'Cached' : 'Fresh'
  return (
    <span className="flex items-center gap-1">
      {refreshing ? (
        <Tag>Refreshing</Tag>
      ) : (
        preview && (
          <Tag tone={preview.stale ? 'amber' : preview.from_cache ? 'plain' : 'green'}>
            {said}, {age(preview.written_at, now)}
          </Tag>
        )
      )}
      <IconButton name="Refresh" keys="u" icon={RefreshCw} onClick={onRefresh} />
    </span>
  )
}
