import { Link } from '@tanstack/react-router'
import { EyeOff, Star } from 'lucide-react'
import type { Fact, SessionDiagram } from '../model/types'
import type { Mark } from '../people/remote'
import { RemoteMark } from '../people/RemoteMark'
import { tellSource } from './fact-source'

export interface FactDetailsProps {
  fact: Fact
  label: string | undefined
  diagram: SessionDiagram | undefined
  mine: boolean
  remote: Mark | undefined
}

/** The line below a fact: how notes cite it, where it comes from, and what it is marked as. */
export function FactDetails({ fact, label, diagram, mine, remote }: FactDetailsProps) {
  const { icon: Icon, words } = tellSource(fact, mine)
  return (
    // With the padding below it as high as the buttons that stand on it: they never lie over the text.
    <p className="flex min-h-5 flex-wrap items-center gap-x-2 text-meta text-fg3 in-data-[density=compact]:min-h-5.5">
      {label && <span className="font-medium text-fg2">{label}</span>}
      <span className="inline-flex min-w-0 items-center gap-1">
        <Icon size={12} strokeWidth={1.75} aria-hidden className="shrink-0" />
        {remote?.own && remote.what === 'Added' ? <RemoteMark mark={remote} /> : words}
      </span>
      {remote?.what === 'Changed' && <RemoteMark mark={remote} />}
      {diagram && (
        <Link to="/map/$client" params={{ client: diagram.client }} search={{ diagram: diagram.diagram_id }} className="inline-flex min-h-6 items-center text-accent underline">
          Network diagram, version {diagram.diagram_version}
        </Link>
      )}
      {fact.important && (
        <span className="inline-flex items-center gap-1 font-medium text-fg2">
          <Star size={12} strokeWidth={2} aria-hidden className="fill-current" /> Important
        </span>
      )}
      {fact.internal && (
        <span className="inline-flex items-center gap-1 font-medium text-fg2">
          <EyeOff size={12} strokeWidth={2} aria-hidden /> Internal: not in the customer’s note
        </span>
      )}
    </p>
  )
}
