import { Pencil } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { Button } from '@/ui/Button'
import { CodeBlock } from '@/ui/CodeBlock'
import { Tag } from '@/ui/Tag'
import { EditedScript } from './EditedScript'
import type { Finding } from './Findings'
import { TakeScript } from './TakeScript'
import { LANGUAGES, type Language } from './words'

/** A generated script: in the clear only here, and only as long as this component stands. */
export interface Generated {
  generationId: string
  script: string
  redacted: string
  findings: readonly Finding[]
}

export interface GeneratedScriptProps {
  generated: Generated
  name: string
  language: Language
  title?: string
  /** Of the button that copies it. */
  copyLabel?: string
  /** Of its heading, as it fits where it stands. */
  level?: 'h3' | 'h4'
  /** A value was changed since. */
  stale?: boolean
  /** High findings that were ticked before. */
  acknowledged?: readonly string[]
  /** Tells the server which high findings were ticked; rejects when that did not work. */
  onAcknowledge: (generationId: string, rules: string[]) => Promise<unknown>
  /** It was copied or downloaded. */
  onTaken?: () => void
}

/** The script to copy: secrets masked on the page, whole in the clipboard. */
export function GeneratedScript(props: GeneratedScriptProps) {
  const { generated, name, language, title = 'Generated script', stale = false, level: Heading = 'h4', copyLabel, acknowledged, onAcknowledge, onTaken } = props
  const { generationId, script, redacted, findings } = generated
  const heading = useRef<HTMLHeadingElement>(null)
  const [editing, setEditing] = useState(false)
  useEffect(() => {
    const around = heading.current?.closest('section')?.parentElement
    const { activeElement: held } = document
    // Asked for from here: the focus goes on to it. From elsewhere it takes none.
    if (held !== document.body && !around?.contains(held)) return
    heading.current?.focus()
    // The focus alone brings no more into view than the heading.
    heading.current?.scrollIntoView({ block: 'start' })
  }, [generationId])

  // Of an edited copy the review may find more than the server knows of the generated script.
  const known = new Set(findings.map(({ rule }) => rule))
  const tell = async (rules: string[]) => {
    const said = rules.filter((rule) => known.has(rule))
    if (said.length > 0) await onAcknowledge(generationId, said)
  }
  return (
    <section aria-label={title} className="flex flex-col gap-2">
      <Heading ref={heading} tabIndex={-1} className="flex scroll-mt-2 flex-wrap items-center gap-2 rounded-tag font-semibold">
        {title} {stale && <Tag tone="amber">Out of date: a value was changed</Tag>}
      </Heading>
      {editing ? (
        <EditedScript key={generationId} start={redacted} onAcknowledge={tell} {...{ name, language, onTaken }}>
          <Button onClick={() => setEditing(false)}>
            Back to the generated one
          </Button>
        </EditedScript>
      ) : (
        <>
          <CodeBlock code={redacted} language={LANGUAGES[language].name} copyable={false} />
          <TakeScript key={generationId} secret={script !== redacted} onAcknowledge={tell} {...{ script, name, language, findings, acknowledged, copyLabel, onTaken }}>
            <Button onClick={() => setEditing(true)}>
              <Pencil size={16} strokeWidth={1.75} aria-hidden /> Edit
            </Button>
          </TakeScript>
        </>
      )}
    </section>
  )
}
