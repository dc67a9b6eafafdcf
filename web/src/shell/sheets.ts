import { makeStore } from '@/lib/store'

export type Sheet = 'palette' | 'help' | 'notifications'

/** The sheet that lies over the page, if any. */
export const sheet = makeStore<Sheet | undefined>(undefined)
