import { SendHorizontal, Square } from 'lucide-react'
import { useRef, useState, type ClipboardEvent, type KeyboardEvent } from 'react'
import { sendKey } from '@/lib/chat-preferences'
import { useStore } from '@/lib/store'
import { Button } from '@/ui/Button'
import type { Attachments } from '../model/attachments'
import type { DraftStore } from '../model/draft'
import type { Talk } from '../model/talk'
import { AttachButton } from './AttachButton'
import { Chips } from './Chips'
import { hintOf } from './hint'
import { askToRead, attachedBy, readPaste } from './paste'
import { Waiting } from './Waiting'

/** To the messages, which the arrows then scroll: the focus is never lost to the page's body. */
function leave(field: HTMLTextAreaElement) {
  field.blur()
  document.getElementById('chat')?.focus()
}

export interface ComposerProps {
  sessionId: string
  talk: Talk
  draft: DraftStore
  files: Attachments
}

/** Enter sends, Shift+Enter makes a line; or as the engineer set it. While an answer is written, one message waits for its end. */
export function Composer({ sessionId, talk, draft, files }: ComposerProps) {
  const text = useStore(draft)
  const [typed, setTyped] = useState(false)
  const unsaved = useStore(draft.held).dirty
  const sendsWith = useStore(sendKey)
  const field = useRef<HTMLTextAreaElement>(null)
  const ready = files.waiting.filter(({ id }) => !talk.taken.has(id))
  const uploading = files.uploads.some(({ error }) => !error)
  const blank = text.trim() === ''
  const idle = uploading || (blank && ready.length === 0)
  const hint = hintOf({ uploading, typed: typed && !blank, unsaved, sendsWith })
  const focus = () => field.current?.focus()

  const send = () => {
    if (idle) return
    talk.send(text.trim() || askToRead(ready.map(({ name }) => name)), ready)
    draft.set('')
    setTyped(false)
    focus()
  }
  const onPaste = (event: ClipboardEvent) => {
    const attached = attachedBy(readPaste(event.clipboardData))
    if (!attached) return
    event.preventDefault()
    if (attached.text) files.addText(attached.text)
    else files.add(attached.files)
  }
  const stop = () => {
    talk.stop()
    focus()
  }
  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    if (event.nativeEvent.isComposing) return
    const withMod = event.ctrlKey || event.metaKey
    if (event.key === 'Enter' && (withMod || (sendsWith === 'enter' && !event.shiftKey))) {
      event.preventDefault()
      send()
    } else if (event.key === 'Escape') {
      event.preventDefault()
      if (talk.running) talk.stop()
      else leave(event.currentTarget)
    }
  }

  return (
    <div className="mx-auto w-full max-w-3xl px-4 pb-3">
      <Waiting talk={talk} onBack={draft.giveBack} />
      <div className="rounded-card border border-ctl bg-surface has-[textarea:focus-visible]:outline-2 has-[textarea:focus-visible]:outline-offset-1 has-[textarea:focus-visible]:outline-accent">
        <Chips {...{ sessionId, files, ready }} onText={draft.append} onGone={focus} />
        <textarea
          ref={field}
          id="composer"
          aria-label="Message"
          aria-describedby="composer-hint"
          rows={2}
          placeholder="Describe what you see, or paste output"
          className="block field-sizing-content max-h-56 min-h-14 w-full resize-none bg-transparent px-3 pt-2.5 outline-none"
          value={text}
          onChange={(event) => {
            draft.set(event.target.value)
            setTyped(true)
          }}
          onKeyDown={onKeyDown}
          onPaste={onPaste}
        />
        <div className="flex items-center gap-1.5 px-2 pb-2">
          <AttachButton
            onFiles={(picked) => {
              files.add(picked)
              focus()
            }}
          />
          <p id="composer-hint" className="min-w-0 flex-1 truncate text-meta text-fg3">
            {hint.short}
            <span className="max-sm:sr-only">{hint.rest}</span>
          </p>
          {talk.running ? (
            <>
              {!idle && <Button onClick={send}>Send after this answer</Button>}
              <Button idle={talk.stopping} onClick={stop}>
                <Square size={14} strokeWidth={2} aria-hidden />
                {talk.stopping ? 'Stopping' : 'Stop'}
              </Button>
            </>
          ) : (
            <Button variant="primary" idle={idle || talk.sending} onClick={send}>
              <SendHorizontal size={14} strokeWidth={2} aria-hidden />
              {talk.sending ? 'Sending' : 'Send'}
            </Button>
          )}
        </div>
      </div>
    </div>
  )
}
