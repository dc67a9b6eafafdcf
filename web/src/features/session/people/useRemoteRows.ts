import { useEffect, useRef } from 'react'
import type { Schemas } from '@/api/client'
import type { Whole } from '../model/types'
import type { People } from './people'

/** Compares each reading of the session with the one before. */
export function useRemoteRows(whole: Whole, people: People, me: Schemas['MeOut'] | undefined) {
  const before = useRef(whole)
  useEffect(() => {
    if (me) people.introduce(me.user_id, me.name)
  }, [people, me])
  useEffect(() => {
    if (before.current !== whole) people.remote.compare(before.current, whole, people.me)
    before.current = whole
  }, [whole, people])
}
