import { RegionBoundary } from '@/ui/RegionBoundary'
import { CheckList } from './CheckList'
import { FactList, type FactListProps } from './FactList'
import { FixSection } from './FixSection'
import type { FixCardProps } from './FixCard'

export interface TaskLaneProps extends FactListProps, Omit<FixCardProps, 'fix' | 'open' | 'onOpen'> {
  fixOpen: boolean
  onFixOpen: (open: boolean) => void
}

export function TaskLane({ whole, adding, onAdding, fixOpen, onFixOpen, onTell, onSuccess }: TaskLaneProps) {
  return (
    <RegionBoundary name="The task lane">
      <div className="flex flex-col divide-y divide-line">
        <FactList whole={whole} adding={adding} onAdding={onAdding} />
        <CheckList whole={whole} onLogged={(title, result) => onTell(`${title}\n${result}`)} />
        <FixSection whole={whole} open={fixOpen} onOpen={onFixOpen} onTell={onTell} onSuccess={onSuccess} />
      </div>
    </RegionBoundary>
  )
}
