import { RotateCcw } from 'lucide-react'
import { useState } from 'react'
import { Button } from '@/ui/Button'
import { IconButton } from '@/ui/IconButton'
import { Keys } from '@/ui/Keys'
import type { KeyedAction } from './actions'
import { chooseKeys, findTaken, isPrefix, readPress, refuse } from './keymap'

/** One shortcut: its keys, and the way to choose others. */
export function ShortcutRow({ action, actions }: { action: KeyedAction; actions: readonly KeyedAction[] }) {
  const [recording, setRecording] = useState(false)
  const [before, setBefore] = useState('')
  const [trouble, setTrouble] = useState<string>()
  const { id, name, keys, defaultKeys } = action

  const end = () => {
    setRecording(false)
    setBefore('')
  }
  const take = (pressed: string) => {
    const taken = findTaken(actions, id, pressed)
    const why = refuse(pressed) ?? (taken && `“${taken.name}” has these keys. Choose others, or change that one first.`)
    setTrouble(why)
    if (why !== undefined) return setBefore('')
    chooseKeys(id, pressed === defaultKeys ? undefined : pressed)
    end()
  }
  const onKeyDown = (event: React.KeyboardEvent) => {
    if (!recording || event.key === 'Tab') return
    event.preventDefault()
    event.stopPropagation()
    if (event.key === 'Escape') {
      setTrouble(undefined)
      return end()
    }
    const press = readPress(event.nativeEvent)
    if (press === undefined) return
    const pressed = before ? `${before} ${press}` : press
    if (isPrefix(pressed)) setBefore(pressed)
    else take(pressed)
  }
  return (
    <li className="py-1">
      <div className="flex min-h-7 items-center gap-2">
        <span className="min-w-0 flex-1">{name}</span>
        {keys ? <Keys keys={keys} /> : <span className="text-meta text-fg3">None</span>}
        {keys !== defaultKeys && (
          <IconButton name={`Reset the keys of ${name}`} icon={RotateCcw} onClick={() => chooseKeys(id, undefined)} />
        )}
        <Button
          small
          variant="ghost"
          aria-label={recording ? `${before ? 'Then? Press the next key' : 'Press keys'} for ${name}, or Escape` : `Change the keys of ${name}`}
          aria-pressed={recording}
          className="aria-pressed:border-accent aria-pressed:text-accent"
          onClick={() => (recording ? end() : setRecording(true))}
          onKeyDown={onKeyDown}
          onBlur={end}
        >
          {recording ? (before ? 'Then?' : 'Press keys') : 'Change'}
        </Button>
      </div>
      {trouble && (
        <p role="alert" className="text-code text-red-fg">
          {trouble}
        </p>
      )}
    </li>
  )
}
