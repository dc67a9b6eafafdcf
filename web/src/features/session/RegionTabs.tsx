import { ToggleGroup } from '@/ui/ToggleGroup'
import type { Whole } from './model/types'
import type { Tab } from './useRegions'

export interface RegionTabsProps {
  whole: Whole
  tab: Tab
  onTab: (tab: Tab) => void
}

/** Of a narrow window. What the assistant proposed and nobody answered yet is counted. */
export function RegionTabs({ whole: { facts, active_fix: fix }, tab, onTab }: RegionTabsProps) {
  const proposed = facts.filter(({ status }) => status === 'proposed').length + (fix?.status === 'proposed' ? 1 : 0)
  return (
    <nav aria-label="Regions of this page" className="border-b border-line bg-surface px-3 py-1.5 lane:hidden">
      <ToggleGroup
        label="Region"
        value={tab}
        onChange={onTab}
        options={[
          { value: 'chat', label: 'Chat' },
          { value: 'lane', label: proposed > 0 ? `Task lane, ${proposed} new` : 'Task lane' },
        ]}
      />
    </nav>
  )
}
