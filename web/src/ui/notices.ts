import { makeStore } from '@/lib/store'

export interface Notice {
  at: string
  tone: 'done' | 'warn' | 'failed'
  text: string
  description?: string | undefined
}

const MOST = 50

/** What the page said lately, newest first, for as long as it stays open. */
export const notices = makeStore<readonly Notice[]>([])

export const keepNotice = (notice: Omit<Notice, 'at'>) =>
  notices.set([{ ...notice, at: new Date().toISOString() }, ...notices.get()].slice(0, MOST))
