import { lazy, Suspense } from 'react'
import { RegionBoundary } from '@/ui/RegionBoundary'
import { CheckList } from './CheckList'
import { FactList, type FactListProps } from './FactList'
import { FixSection, type FixSectionProps } from './FixSection'
import { RefinePrompt } from './RefinePrompt'

const SimilarSessions = lazy(() => import('../similar/SimilarSessions'))

export type TaskLaneProps = FactListProps & FixSectionProps

export function TaskLane({ whole, adding, onAdding, ...fixes }: TaskLaneProps) {
  return (
    <RegionBoundary name="The task lane">
      <div className="flex flex-col divide-inset">
        <RefinePrompt whole={whole} />
        <FactList whole={whole} adding={adding} onAdding={onAdding} />
        <CheckList whole={whole} onLogged={(title, result) => fixes.onTell(`${title}\n${result}`)} />
        <FixSection whole={whole} {...fixes} />
        {whole.session.status !== 'resolved' && (
          <Suspense>
            <SimilarSessions session={whole.session} inLane />
          </Suspense>
        )}
      </div>
    </RegionBoundary>
  )
}
