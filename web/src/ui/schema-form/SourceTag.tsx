import { Tag } from '../Tag'

/** Where a filled-in value comes from. */
export interface Source {
  origin: 'fix' | 'fact' | 'ticket' | 'device' | 'default'
  /** The evidence's label, as in F2. */
  label: string | null
  /** Where the evidence stands on this page. */
  href?: string | undefined
}

const SAID: Record<Source['origin'], string> = {
  fix: 'proposed by the assistant',
  fact: 'from session',
  ticket: 'from the ticket',
  device: 'from the device',
  default: 'default',
}

export interface SourceTagProps {
  source: Source
  edited: boolean
  onRestore: () => void
}

/** Cyan: taken from this session. Once the value was changed: "edited", and the way back. */
export function SourceTag({ source, edited, onRestore }: SourceTagProps) {
  if (edited) {
    return (
      <span className="flex items-center gap-1 text-meta text-fg3">
        edited
        <button type="button" className="rounded-tag px-1 font-medium text-accent hover:underline" onClick={onRestore}>
          restore
        </button>
      </span>
    )
  }
  const words = source.label ? `${SAID[source.origin]} (${source.label})` : SAID[source.origin]
  const tag = <Tag tone={source.origin === 'default' ? 'plain' : source.origin === 'fix' ? 'amber' : 'cyan'}>{words}</Tag>
  return source.href ? (
    <a href={source.href} className="rounded-tag">
      {tag}
    </a>
  ) : (
    tag
  )
}
