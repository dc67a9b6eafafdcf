import { useEffect, useEffectEvent, useState } from 'react'
import type { Preview } from '../model/types'
import { NoteMerge } from './editor'
import type { Note } from './useNote'

export interface ChangesProps {
  note: Note
  mine: string
  written: Preview
}

/** The engineer's text against the note as written, place by place. */
export function Changes({ note, mine, written }: ChangesProps) {
  // What was kept counts as seen: it is left out until another note is written.
  const [base, setBase] = useState({ of: written.markdown, text: written.markdown })
  if (base.of !== written.markdown) setBase({ of: written.markdown, text: written.markdown })
  const settled = mine === base.text
  const keep = useEffectEvent(() => note.moved && note.keep(written.state_version))
  useEffect(() => {
    if (settled) keep()
  }, [settled])
  if (settled) {
    return (
      <p className="py-6 text-center text-fg2">
        {mine === written.markdown ? 'Your text is the note as written.' : 'You have been through every change.'}
      </p>
    )
  }
  const settle = (text: string, kept: string) => {
    setBase({ of: written.markdown, text: kept })
    if (text !== mine) note.type(text, written.state_version)
  }
  return (
    <div className="flex min-h-0 flex-1 flex-col gap-1.5">
      <p className="text-code text-fg2">
        <span className="font-medium text-green-fg">+ the note as written now</span>
        {' · '}
        <span className="font-medium text-red-fg">− your text</span>
        {' · F8 goes to the next'}
      </p>
      <NoteMerge label="Your text and the note as written" mine={mine} written={base.text} readOnly={note.lease.holder !== undefined} onSettle={settle} />
    </div>
  )
}
