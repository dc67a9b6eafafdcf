import { useId, useRef } from 'react'
import { cx } from '@/lib/cx'
import { useStore } from '@/lib/store'
import { Tooltip } from '@/ui/Tooltip'
import { usePeople } from './people'
import { doingWords, type Present } from './sight'

const SHOWN = 4

/** The others who have this session open; the list behind it says what each of them does. */
export function PresenceStack() {
  const people = usePeople()
  const { people: present } = useStore(people.sight)
  const list = useRef<HTMLDivElement>(null)
  const button = useRef<HTMLButtonElement>(null)
  const id = useId()
  const others = present.filter((one) => one.id !== people.me?.id)
  if (others.length === 0) return null
  const said = others.map((one) => `${one.name}: ${doingWords(one)}`).join(', ')
  const more = others.length - SHOWN

  const place = () => {
    if (!list.current || !button.current) return
    const at = button.current.getBoundingClientRect()
    list.current.style.top = `${at.bottom + 6}px`
    list.current.style.left = `${Math.max(8, Math.min(at.left, window.innerWidth - 264))}px`
  }
  return (
    <span className="flex shrink-0">
      <Tooltip text={said}>
        <button ref={button} type="button" popoverTarget={id} aria-label={`Also here: ${said}`} className="flex items-center rounded-full py-0.5">
          {others.slice(0, SHOWN).map((one, index) => (
            <Avatar key={one.id} person={one} className={cx(index > 0 && '-ml-1.5 max-sm:hidden')} />
          ))}
          {more > 0 && <More count={more} className="max-sm:hidden" />}
          {others.length > 1 && <More count={others.length - 1} className="sm:hidden" />}
        </button>
      </Tooltip>
      <div
        ref={list}
        id={id}
        popover="auto"
        onBeforeToggle={place}
        className="fixed inset-auto m-0 w-64 rounded-card border border-line bg-surface p-2 text-fg"
      >
        <h2 className="px-1 pb-1 text-meta font-medium text-fg3">Also in this session</h2>
        <ul className="flex max-h-80 flex-col overflow-y-auto">
          {others.map((one) => (
            <li key={one.id} className="flex items-center gap-2 px-1 py-1">
              <Avatar person={one} />
              <span className="min-w-0 flex-1 truncate" title={one.name}>
                {one.name}
              </span>
              <span className="shrink-0 text-meta text-fg2">
                {doingWords(one)}
                {one.tabs > 1 && `, ${one.tabs} tabs`}
              </span>
            </li>
          ))}
        </ul>
      </div>
    </span>
  )
}

// The button's name says all of it in words; what is drawn here is no text of its own.
const More = ({ count, className }: { count: number; className: string }) => (
  <span data-text={`${count} more`} className={cx('ml-1 text-meta text-fg2 before:content-[attr(data-text)]', className)} />
)

function Avatar({ person, className }: { person: Present; className?: string }) {
  const busy = person.doing !== 'viewing'
  return (
    <span
      data-text={person.initials}
      className={cx(
        'before:content-[attr(data-text)] flex size-6 shrink-0 items-center justify-center rounded-full border bg-sunken text-[0.625rem] leading-none font-semibold text-fg ring-2 ring-surface',
        busy ? 'border-accent' : 'border-ctl',
        className,
      )}
    />
  )
}
