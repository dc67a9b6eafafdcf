import { Component, type ReactNode } from 'react'
import { isOldVersion } from '@/lib/version'
import { ErrorState } from './states'
import { Button } from './Button'

interface Props {
  /** "The task lane" */
  name: string
  children: ReactNode
}

/** A crash inside takes down this region only. */
export class RegionBoundary extends Component<Props, { error: unknown }> {
  override state: { error: unknown } = { error: undefined }

  static getDerivedStateFromError(error: unknown) {
    return { error }
  }

  override render() {
    const { error } = this.state
    if (error === undefined) return this.props.children
    if (isOldVersion(error)) return <OldVersion />
    return (
      <ErrorState
        error={error}
        what={`${this.props.name} stopped working.`}
        onRetry={() => this.setState({ error: undefined })}
      />
    )
  }
}

const OldVersion = () => (
  <div role="alert" className="flex flex-wrap items-center gap-3 p-4">
    <p className="flex-1">Resolvent was updated, or could not be reached. Reload to go on; what you typed is kept.</p>
    <Button onClick={() => window.location.reload()}>Reload</Button>
  </div>
)
