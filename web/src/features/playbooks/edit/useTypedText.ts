import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { meQuery } from '@/api/queries'
import { local, ownerOf } from '@/lib/local'
import { maskTyped } from '@/lib/mask'
import { typed } from '@/lib/typed'
import type { Playbook } from '../queries'

/** Lines that the server has are no news; of the others what may be a secret is not kept in the browser. */
function clear(text: string, saved: string): string {
  const known = new Set(saved.split('\n').map((line) => line.trim()))
  return text.split('\n').map((line) => (known.has(line.trim()) ? line : maskTyped(line))).join('\n')
}

/** The text as typed, kept over a reload, and the version that it began from: a later one of somebody else is a conflict. */
export function useTypedText(playbook: Playbook) {
  const { data: me } = useQuery(meQuery)
  const name = `playbook.${ownerOf(me?.user_id, playbook.key)}`
  const newest = playbook.version ?? 1
  const [text, setText] = useState(() => typed.read(name) || playbook.text)
  const [seen, setSeen] = useState(() => (typed.read(name) && Number(local.read(`${name}.seen`))) || newest)
  return {
    text,
    seen,
    change: (next: string) => {
      setText(next)
      typed.write(name, next === playbook.text ? '' : next, next === playbook.text ? '' : clear(next, playbook.text))
      local.write(`${name}.seen`, next === playbook.text ? '' : String(seen))
    },
    /** The row as it is now: nothing is left to save. */
    settle: (saved: Playbook) => {
      setText(saved.text)
      setSeen(saved.version ?? 1)
      typed.write(name, '')
      local.write(`${name}.seen`, '')
    },
  }
}
