import { spellKeys } from '@/shell/keyboard'

/** A shortcut as key caps: "$mod+k" → Ctrl K. */
export function Keys({ keys }: { keys: string }) {
  return (
    <span className="inline-flex items-center gap-1">
      {spellKeys(keys).map((cap, index) => (
        <kbd
          key={`${cap}${index}`}
          className="rounded-tag border border-line bg-sunken px-1 font-sans text-meta text-fg2"
        >
          {cap}
        </kbd>
      ))}
    </span>
  )
}
