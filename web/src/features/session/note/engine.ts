/** The engine of a note that a model wrote: the models asked in turn, digest of instructions, pseudonym policy, composer. */
const BY_MODEL = /^(.+)-[0-9a-f]{12}-[a-z_]+-composer-[^-]+$/

/** Who wrote a note, in words. */
export function engineWords(engine: string): string {
  const models = BY_MODEL.exec(engine)?.[1]?.split('+')
  return models ? `Written by ${models.join(' or ')}.` : 'Put together without a language model.'
}
