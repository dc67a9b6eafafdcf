import { lazy, Suspense, type ComponentType } from 'react'
import { Skeleton } from '../states'
import type { ScriptDiffProps } from './ScriptDiff'
import type { ScriptEditorProps } from './ScriptEditor'

// 100 kB that no page waits for.
const LazyEditor = lazy(() => import('./ScriptEditor'))
const LazyDiff = lazy(() => import('./ScriptDiff'))

export function later<Props extends { label: string }>(Later: ComponentType<Props>) {
  return function Editor(props: Props) {
    return (
      <Suspense fallback={<Skeleton label={`Loading ${props.label}`} />}>
        <Later {...props} />
      </Suspense>
    )
  }
}

export const ScriptEditor = later<ScriptEditorProps>(LazyEditor)
export const ScriptDiff = later<ScriptDiffProps>(LazyDiff)
export type { Mark } from './marks'
