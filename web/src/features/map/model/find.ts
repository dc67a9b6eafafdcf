import type { Node } from './edit'

/** Whether a device has these words in its name or address. */
export const finds = ({ label, address }: Node, words: string): boolean =>
  `${label} ${address ?? ''}`.toLowerCase().includes(words.trim().toLowerCase())
