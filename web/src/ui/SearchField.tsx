import { Search } from 'lucide-react'
import { useEffect, useRef, useState, type RefObject } from 'react'
import { useShownKeys } from '@/shell/actions'
import { spellKeys } from '@/shell/keyboard'
import { useLeaving } from '@/shell/navigation'
import { TextField } from './Field'

const SETTLE_MS = 250

export interface SearchFieldProps {
  label: string
  placeholder: string
  value: string
  onSettle: (words: string) => void
  /** Of the shortcut that leads here, told in the placeholder. */
  keys?: string
  className?: string
  /** ArrowDown: to what was found. */
  onDown?: () => void
  ref?: RefObject<HTMLInputElement | null>
}

/** Tells the words once the typing rests; Enter tells them at once, Escape leaves the field. */
export function SearchField({ label, placeholder, value, onSettle, keys, className = 'w-72 max-sm:w-full', onDown, ref }: SearchFieldProps) {
  const [words, setWords] = useState(value)
  const [seen, setSeen] = useState(value)
  const timer = useRef<number>(undefined)
  const shown = useShownKeys(keys)
  const isLeaving = useLeaving()
  if (seen !== value) {
    setSeen(value)
    // Changed by other means, e.g. Back; what is being typed stays, its trailing blank included.
    if (words.trim() !== value) setWords(value)
  }
  useEffect(() => () => window.clearTimeout(timer.current), [])

  const settle = (next: string, delay: number) => {
    window.clearTimeout(timer.current)
    timer.current = window.setTimeout(() => {
      // Whoever has chosen a row meanwhile, and waits for its page, is not called back to the list.
      if (isLeaving()) settle(next, SETTLE_MS)
      else onSettle(next.trim())
    }, delay)
  }
  return (
    <TextField
      ref={ref}
      label={label}
      hideLabel
      icon={Search}
      type="search"
      placeholder={shown ? `${placeholder} (press ${spellKeys(shown).join(' ')})` : placeholder}
      className={className}
      value={words}
      onChange={(event) => {
        setWords(event.target.value)
        settle(event.target.value, SETTLE_MS)
      }}
      onKeyDown={(event) => {
        if (event.key === 'Enter') settle(words, 0)
        if (event.key === 'Escape') event.currentTarget.blur()
        if (event.key === 'ArrowDown' && onDown) {
          event.preventDefault()
          onDown()
        }
      }}
    />
  )
}
