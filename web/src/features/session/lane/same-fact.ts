import type { Fact } from '../model/types'

/** As the server compares what the assistant proposes. */
const normalise = (text: string) => text.toLowerCase().split(/\s+/).filter(Boolean).join(' ').replace(/[.!]+$/, '')

/** The fact that says the same already. */
export const findSame = (facts: readonly Fact[], text: string): Fact | undefined => {
  const wanted = normalise(text)
  return wanted === '' ? undefined : facts.find((fact) => normalise(fact.text) === wanted)
}
