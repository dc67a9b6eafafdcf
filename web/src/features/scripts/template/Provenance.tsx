import { Link } from '@tanstack/react-router'
import type { Template } from '../queries'

const text = (value: unknown) => (typeof value === 'string' ? value : undefined)

/** Where the template came from, with the way there. */
export function Provenance({ template: { provenance, source } }: { template: Template }) {
  if (source === 'shipped') return <p className="text-meta text-fg3">Shipped with Resolvent. Duplicate it to make it your own.</p>
  const session = text(provenance.session_id)
  const copied = text(provenance.copied_from_id)
  if (!session && !copied) return null
  return (
    <p className="flex gap-3 text-meta">
      {session && (
        <Link to="/pilot/$sessionId" params={{ sessionId: session }} className="text-accent hover:underline">
          From the session where it worked first
        </Link>
      )}
      {copied && (
        <Link to="/scripts/$templateId" params={{ templateId: copied }} className="text-accent hover:underline">
          Copied from another template
        </Link>
      )}
    </p>
  )
}
