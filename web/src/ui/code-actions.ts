import { createContext, type ReactNode } from 'react'

/** What else the page offers for a code block, beside Copy. */
export const CodeActions = createContext<((code: string) => ReactNode) | undefined>(undefined)
