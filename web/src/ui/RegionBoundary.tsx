import { Component, type ReactNode } from 'react'
import { ErrorState } from './states'

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
    if (this.state.error === undefined) return this.props.children
    return (
      <ErrorState
        error={this.state.error}
        what={`${this.props.name} stopped working.`}
        onRetry={() => this.setState({ error: undefined })}
      />
    )
  }
}
