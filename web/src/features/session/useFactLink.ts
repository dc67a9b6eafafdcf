import { useRouterState } from '@tanstack/react-router'
import { useEffect, useEffectEvent } from 'react'
import { say } from '@/ui/toast'
import { openSection } from './lane/sections'
import { placeOf } from './note/places'
import type { Whole } from './model/types'

/** `#fact-2` in the address: the fact that notes cite as F2 comes into view, with the focus. */
export function useFactLink(whole: Whole, focusOn: (id: string) => void) {
  const hash = useRouterState({ select: ({ location }) => location.hash })
  const number = /^fact-(\d+)$/.exec(hash)?.[1]
  const go = useEffectEvent(() => {
    const place = placeOf(`F${number}`, whole)
    if (!place) return say.warn('The fact of this link is not in this session.')
    openSection('facts')
    focusOn(place)
  })
  useEffect(() => {
    if (number !== undefined) go()
  }, [number])
}
