import { ToggleGroup } from '@/ui/ToggleGroup'
import { SessionTags } from './SessionTags'
import type { Whole } from './model/types'
import type { Tab } from './useRegions'

export interface RegionTabsProps {
  whole: Whole
  tab: Tab
  onTab: (tab: Tab) => void
}

const Badge = ({ count, words }: { count: number; words: string }) => (
  <span className="ml-1.5 inline-block min-w-5 rounded-full bg-amber-bg px-1.5 text-center text-meta font-semibold text-amber-fg">
    {count}
    <span className="sr-only"> {words}</span>
  </span>
)

/** Of a narrow window. What the assistant proposed and nobody answered yet is counted. */
export function RegionTabs({ whole, tab, onTab }: RegionTabsProps) {
  const { facts, checks, active_fix: fix } = whole
  const proposed = facts.filter(({ status }) => status === 'proposed').length + (fix?.status === 'proposed' ? 1 : 0)
  const todo = checks.filter(({ status }) => status === 'todo').length
  return (
    <nav aria-label="Regions of this page" className="flex flex-wrap items-center gap-x-3 gap-y-1.5 border-b border-line bg-surface px-3 py-1.5 lane:hidden">
      <ToggleGroup
        label="Region"
        value={tab}
        onChange={onTab}
        options={[
          { value: 'chat', label: 'Chat' },
          {
            value: 'lane',
            label: (
              <>
                Task lane
                {proposed + todo > 0 && <Badge count={proposed + todo} words="to look at" />}
              </>
            ),
          },
        ]}
      />
      <span className="ml-auto flex flex-wrap gap-1.5">
        <SessionTags whole={whole} />
      </span>
    </nav>
  )
}
