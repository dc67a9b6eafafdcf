import { makeStore } from '@/lib/store'

/** Which dialog about a posted note is open: it is asked for by a message, by the timeline and by the panel. */
export type Asked = { what: 'link' } | { what: 'status'; writebackId: string; kind: 'resolution' | 'escalation' } | undefined

export const asked = makeStore<Asked>(undefined)
