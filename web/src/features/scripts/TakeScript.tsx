import { Download } from 'lucide-react'
import { useState, type ReactNode } from 'react'
import { copyText } from '@/lib/clipboard'
import { download } from '@/lib/download'
import { Button } from '@/ui/Button'
import { Findings, openRules, type Finding } from './Findings'
import { LANGUAGES, MASK, type Language } from './words'

export interface TakeScriptProps {
  /** As it is copied. */
  script: string
  /** It holds what the page does not show. */
  secret: boolean
  name: string
  language: Language
  /** None yet: the review has not answered. */
  findings: readonly Finding[] | undefined
  acknowledged?: readonly string[] | undefined
  /** Tells the server which high findings were ticked; rejects when that did not work. */
  onAcknowledge: (rules: string[]) => Promise<unknown>
  /** It was copied or downloaded. */
  onTaken?: (() => void) | undefined
  copyLabel?: string | undefined
  /** More buttons. */
  children?: ReactNode
}

/** Findings, then the ways to take the script along. High findings are ticked by name first. */
export function TakeScript(props: TakeScriptProps) {
  const { script, secret, name, language, findings, acknowledged = [], onAcknowledge, onTaken, copyLabel = 'Copy', children } = props
  const [ticked, setTicked] = useState<ReadonlySet<string>>(() => new Set(acknowledged))
  const [said, setSaid] = useState<string>()
  const blocked = findings === undefined || openRules(findings, ticked).length > 0
  const { name: spoken, ending } = LANGUAGES[language]

  const take = async (act: () => Promise<boolean> | boolean, done: string) => {
    try {
      const fresh = [...ticked].filter((rule) => !acknowledged.includes(rule))
      if (fresh.length > 0) await onAcknowledge(fresh)
    } catch {
      setSaid('Your ticks were not stored, so nothing was taken. Try again.')
      return
    }
    const took = await act()
    if (took) onTaken?.()
    setSaid(took ? done : 'The browser refused the clipboard. Download the script instead.')
  }
  const save = () => {
    download(`${name}.${ending}`, new Blob([script], { type: 'text/plain' }))
    return true
  }
  const waiting = findings === undefined ? 'The safety review is running.' : 'Tick the high findings first.'
  return (
    <>
      {findings && (
        <Findings
          findings={findings}
          ticked={ticked}
          onTick={(rule, on) => setTicked(new Set(on ? [...ticked, rule] : [...ticked].filter((one) => one !== rule)))}
        />
      )}
      <div className="flex flex-wrap items-center gap-2">
        <Button variant="primary" idle={blocked} onClick={() => void take(() => copyText(script), `Copied. Paste it into ${spoken}.`)}>
          {secret ? 'Copy with secrets' : script.includes(MASK) ? 'Copy with masks' : copyLabel}
        </Button>
        <Button idle={blocked} onClick={() => void take(save, 'Downloaded.')}>
          <Download size={16} strokeWidth={1.75} aria-hidden /> Download .{ending}
        </Button>
        {children}
      </div>
      <p role="status" className="text-meta text-fg2">
        {blocked ? waiting : (said ?? 'Resolvent never runs anything itself.')}
      </p>
    </>
  )
}
