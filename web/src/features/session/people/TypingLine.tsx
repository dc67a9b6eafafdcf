import { useStore } from '@/lib/store'
import { usePeople } from './people'
import { typingWords } from './sight'

/** Above the message field, over the last lines: nothing moves when it comes and goes. */
export function TypingLine() {
  const { sight, me } = usePeople()
  const words = typingWords(useStore(sight).people.filter(({ id }) => id !== me?.id))
  if (!words) return null
  return (
    <div className="relative mx-auto h-0 w-full max-w-3xl">
      <p className="absolute bottom-1 left-5 rounded-tag bg-canvas px-1 text-meta leading-none text-fg2">{words}</p>
    </div>
  )
}
