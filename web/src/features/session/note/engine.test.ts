import { expect, it } from 'vitest'
import { engineWords } from './engine'

it.each([
  ['composer-2', 'Put together without a language model.'],
  ['claude-sonnet-5-5-0123456789ab-identities-composer-2', 'Written by claude-sonnet-5-5.'],
  ['a-1+llama3.3:70b-0123456789ab-identities_and_hosts-composer-2', 'Written by a-1 or llama3.3:70b.'],
])('words %s', (engine, words) => expect(engineWords(engine)).toBe(words))
