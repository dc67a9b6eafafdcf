import { makeStore } from '@/lib/store'
import { say } from '@/ui/toast'

/** The lane's last act that can be taken back; Ctrl+Z does it. */
export const lastAct = makeStore<(() => void) | undefined>(undefined)

export function offerUndo(text: string, undo: () => void) {
  const once = () => {
    if (lastAct.get() === once) lastAct.set(undefined)
    undo()
  }
  lastAct.set(once)
  say.done(text, { label: 'Undo', onClick: once })
}
