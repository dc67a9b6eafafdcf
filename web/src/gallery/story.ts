import type { UserEvent } from '@testing-library/user-event'
import type { RequestHandler } from 'msw'
import type { ReactNode } from 'react'

/** What a reader does before the picture: opens a menu, fills in a form. */
export type Play = (user: UserEvent) => Promise<unknown>

interface Common {
  /** Of its group; in the address as well. */
  name: string
  answers?: RequestHandler[]
  play?: Play
  /** It is about loading: nothing is waited for. */
  busy?: boolean
}

/** One component, or a few beside each other. */
export interface Piece extends Common {
  show: () => ReactNode
  /** A page of its own, with its own main region. */
  bare?: boolean
  /** px of the box around it; the task lane's by default. */
  width?: number
}

/** The whole app at an address. */
export interface Screen extends Common {
  path: string
  /** A phone's. */
  narrow?: boolean
}

export type Story = Piece | Screen

export const isScreen = (story: Story): story is Screen => 'path' in story
export const slugOf = ({ name }: Story) => name.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-').replace(/-$/, '')
/** How many requests of the story are never answered. */
export const held = { count: 0 }

/** Never answered: what loads for ever. */
export const never = () => {
  held.count += 1
  return new Promise<never>(() => undefined)
}
