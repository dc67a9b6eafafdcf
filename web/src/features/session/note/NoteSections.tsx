import { useRef, useState, type KeyboardEvent } from 'react'
import { cx } from '@/lib/cx'
import { HEADING, Markdown } from '@/ui/Markdown'
import type { Preview, Whole } from '../model/types'
import { EvidenceCard, type Shown } from './EvidenceCard'
import { EvidenceChip } from './EvidenceChip'
import { placeOf, visit } from './places'

/** [to the next claim, to the next label of the same claim] */
const STEPS: Record<string, [number, number]> = { ArrowDown: [1, 0], ArrowUp: [-1, 0], ArrowRight: [0, 1], ArrowLeft: [0, -1] }

/** The note as written, each sentence with what it stands on. One stop for Tab; arrows go from claim to claim. */
export function NoteSections({ whole, preview }: { whole: Whole; preview: Preview }) {
  const textOf = new Map(preview.evidence.map(({ label, text }) => [label, text]))
  const sections = preview.sections.filter(({ claims }) => claims.length > 0)
  const box = useRef<HTMLDivElement>(null)
  const [stop, setStop] = useState<string>()
  const [shown, setShown] = useState<Shown>()
  const gaps = new Set(preview.grounding.findings.map(({ sentence }) => sentence).filter(Boolean))
  const first = sections.flatMap(({ claims }, s) => claims.flatMap(({ evidence }, c) => (evidence[0] ? [`${s}.${c}.0`] : [])))[0]

  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    const chip = (event.target as Element).closest<HTMLElement>('[data-chip]')
    if (event.key === 'Escape' && shown) {
      event.preventDefault()
      setShown(undefined)
    }
    const step = STEPS[event.key]
    if (!step || !chip || !box.current) return
    event.preventDefault()
    const claims = [...box.current.querySelectorAll('[data-claim]')].filter((one) => one.querySelector('[data-chip]'))
    const at = claims.findIndex((claim) => claim.contains(chip))
    const chips = [...(claims[at + step[0]]?.querySelectorAll<HTMLElement>('[data-chip]') ?? [])]
    const next = step[0] ? chips[0] : chips[chips.indexOf(chip) + step[1]]
    next?.focus()
  }
  const go = (label: string, from: HTMLElement) => {
    const place = placeOf(label, whole)
    if (place && visit(place, from)) setShown(undefined)
    else setShown({ label, at: from })
  }

  return (
    // eslint-disable-next-line jsx-a11y/no-static-element-interactions -- arrows between the buttons within
    <div ref={box} className="flex flex-col gap-4" onKeyDown={onKeyDown}>
      {sections.map((section, s) => (
        <div key={section.title}>
          {/* As large as the headings of an edited note. */}
          <h3 className={cx('mb-1', HEADING)}>{section.title}</h3>
          <ul className="flex flex-col gap-1">
            {section.claims.map((claim, c) => (
              <li
                key={c}
                data-claim
                className={cx(
                  '-mx-2 flex items-start gap-2 rounded-tag border-l-2 py-0.5 pr-2 pl-1.5 hover:bg-sunken has-[[data-chip]:focus-visible]:bg-sunken',
                  [...gaps].some((gap) => claim.text.includes(gap)) ? 'border-amber-bd' : 'border-transparent',
                )}
              >
                <div className="min-w-0 flex-1">
                  <Markdown text={claim.text} />
                </div>
                <span className="flex max-w-24 shrink-0 flex-wrap justify-end gap-1 pt-0.5">
                  {claim.evidence.map((label, e) => (
                    <EvidenceChip
                      key={label}
                      label={label}
                      text={textOf.get(label) ?? 'From this session'}
                      stop={`${s}.${c}.${e}` === (stop ?? first)}
                      shown={shown?.label === label}
                      onStop={() => setStop(`${s}.${c}.${e}`)}
                      onShow={setShown}
                      onGo={go}
                    />
                  ))}
                </span>
              </li>
            ))}
          </ul>
        </div>
      ))}
      {shown && (
        <EvidenceCard
          shown={shown}
          text={textOf.get(shown.label) ?? 'From this session'}
          onGo={placeOf(shown.label, whole) === undefined ? undefined : () => go(shown.label, shown.at)}
          onClose={() => setShown(undefined)}
        />
      )}
    </div>
  )
}
