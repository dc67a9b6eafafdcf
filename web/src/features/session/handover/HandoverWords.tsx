import { CircleHelp } from 'lucide-react'
import { useCallback, useState } from 'react'
import { cx } from '@/lib/cx'
import { Button } from '@/ui/Button'

export interface HandoverWordsProps {
  what: string
  /** A question, of any length. */
  words: string | null
  /** There is nothing to be done: where it is narrow, the words have the room of the buttons. */
  alone: boolean
}

/** What a bar of one line has room for, and a way to the rest. */
export function HandoverWords({ what, words, alone }: HandoverWordsProps) {
  const [open, setOpen] = useState(false)
  const [cut, setCut] = useState(false)
  const watch = useCallback((line: HTMLElement | null) => {
    if (!line) return
    const look = () => setCut(line.scrollHeight > line.clientHeight)
    const watching = new ResizeObserver(look)
    watching.observe(line)
    return () => watching.disconnect()
  }, [])
  const told = (
    <>
      <strong className="font-semibold">{what}</strong>
      {words && ` ${words}`}
    </>
  )
  return (
    <div className={cx('flex min-h-7 min-w-0 flex-1 items-center gap-2', !alone && '@max-xl:basis-full')}>
      <CircleHelp size={16} strokeWidth={1.75} aria-hidden className={cx('shrink-0', open && 'mt-1.5 self-start')} />
      {open ? (
        // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- it may scroll, and has nothing else to focus
        <div tabIndex={0} role="group" aria-label="The whole question" className="max-h-[40vh] min-w-0 overflow-y-auto break-words whitespace-pre-wrap">
          {told}
        </div>
      ) : (
        <p ref={watch} className={cx('line-clamp-1 min-w-0 break-words', alone && '@max-xl:line-clamp-3')}>
          {told}
        </p>
      )}
      {(open || cut) && (
        <Button small variant="ghost" className="text-current" aria-expanded={open} onClick={() => setOpen(!open)}>
          {open ? 'Show less' : 'Show all'}
        </Button>
      )}
    </div>
  )
}
