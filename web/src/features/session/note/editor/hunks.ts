import { Chunk } from '@codemirror/merge'
import { Text } from '@codemirror/state'

const textOf = (markdown: string) => Text.of(markdown.split('\n'))

/** Places that differ, as the view of the changes shows them. */
export const countHunks = (written: string, mine: string): number => Chunk.build(textOf(written), textOf(mine)).length
