import type { Schemas } from '@/api/client'

export type Endpoint = Schemas['EndpointOut']
export type Provider = Endpoint['provider']
export type Use = Schemas['Use']

/** The form of one endpoint, as it is typed. */
export interface EndpointValues {
  name: string
  provider: Provider
  model: string
  base_url: string
  /** Undefined: the one that is stored stays. */
  key: string | undefined
  uses: readonly Use[]
  allow_private: boolean
  sees_images: boolean
  context_tokens: string
}

export const PROVIDERS: readonly { value: Provider; label: string }[] = [
  { value: 'anthropic', label: 'Anthropic' },
  { value: 'openai', label: 'OpenAI-compatible' },
]
export const PROVIDER_NAMES = Object.fromEntries(PROVIDERS.map(({ value, label }) => [value, label])) as Record<Provider, string>

export const USES: readonly { value: Use; label: string; hint: string }[] = [
  { value: 'chat', label: 'Chat', hint: 'answers in sessions' },
  { value: 'notes', label: 'Notes', hint: 'words resolution notes and handoffs' },
  { value: 'extraction', label: 'Extraction', hint: 'finds the parameters of scripts' },
  {
    value: 'search',
    label: 'Search',
    hint: 'an embedding model: is sent the text of each closed session and of each search, masked, to find past sessions by meaning',
  },
]
/** Anthropic has no embeddings. */
export const usesOf = (provider: Provider) => USES.filter(({ value }) => value !== 'search' || provider === 'openai')
export const USE_NAMES = Object.fromEntries(USES.map(({ value, label }) => [value, label])) as Record<Use, string>

/** In their own order. */
export const withUse = (uses: readonly Use[], use: Use, on: boolean): Use[] =>
  USES.map(({ value }) => value).filter((one) => (one === use ? on : uses.includes(one)))

type Preset = Pick<EndpointValues, 'name' | 'model' | 'context_tokens' | 'sees_images'>

const presetOf = (provider: Provider, referenceModel: string): Preset =>
  provider === 'anthropic'
    ? { name: 'Claude', model: referenceModel, context_tokens: '200000', sees_images: true }
    : { name: '', model: '', context_tokens: '32000', sees_images: false }

export const newValues = (referenceModel: string): EndpointValues => ({
  ...presetOf('anthropic', referenceModel),
  provider: 'anthropic',
  base_url: '',
  key: '',
  // Search is for another kind of model, and sends texts by itself: nobody gets it unasked.
  uses: USES.map(({ value }) => value).filter((use) => use !== 'search'),
  allow_private: false,
})

export const valuesOf = (endpoint: Endpoint): EndpointValues => ({
  name: endpoint.name,
  provider: endpoint.provider,
  model: endpoint.model,
  base_url: endpoint.base_url ?? '',
  key: endpoint.key_set_at === null ? '' : undefined,
  uses: endpoint.uses,
  allow_private: endpoint.allow_private,
  sees_images: endpoint.sees_images,
  context_tokens: String(endpoint.context_tokens),
})

/** Another provider: what was still as proposed becomes what is proposed for that one; what was typed stays. */
export function switchProvider(values: EndpointValues, provider: Provider, referenceModel: string): EndpointValues {
  const old: Preset = presetOf(values.provider, referenceModel)
  const fresh: Preset = presetOf(provider, referenceModel)
  const members = Object.keys(fresh) as (keyof Preset)[]
  const kept = members.filter((member) => values[member] !== old[member]).map((member) => [member, values[member]])
  return { ...values, ...fresh, ...(Object.fromEntries(kept) as Partial<Preset>), provider }
}

const address = (url: string) => url.trim().replace(/\/+$/, '')

/** The stored key was entered for another address, and is not handed to this one. */
export const needsKeyAgain = (values: EndpointValues, endpoint: Endpoint): boolean =>
  endpoint.key_set_at !== null &&
  (values.provider !== endpoint.provider || address(values.base_url) !== (endpoint.base_url ?? ''))

const shared = (values: EndpointValues) => ({
  name: values.name.trim(),
  provider: values.provider,
  model: values.model.trim(),
  base_url: address(values.base_url),
  uses: usesOf(values.provider)
    .map(({ value }) => value)
    .filter((use) => values.uses.includes(use)),
  allow_private: values.allow_private,
  sees_images: values.sees_images,
  context_tokens: Number(values.context_tokens),
})

export const toCreate = (values: EndpointValues): Schemas['EndpointCreate'] => ({ ...shared(values), key: values.key ?? '' })

/** `version`: the one that these values shall replace. An empty key removes the stored one. */
export function toPatch(values: EndpointValues, endpoint: Endpoint, version: number): Schemas['EndpointPatch'] {
  const stays = values.key === undefined || (values.key === '' && endpoint.key_set_at === null)
  return { ...shared(values), version, ...(!stays && { key: values.key }) }
}

const MEMBER_NAMES = {
  name: 'Name',
  provider: 'Provider',
  model: 'Model',
  base_url: 'Base URL',
  uses: 'Used for',
  allow_private: 'Private address',
  sees_images: 'Sees images',
  context_tokens: 'Context',
} as const

const said = (value: EndpointValues[keyof typeof MEMBER_NAMES]): string =>
  typeof value === 'boolean' ? (value ? 'yes' : 'no') : Array.isArray(value) ? value.join(', ') || 'nothing' : String(value) || 'none'

/** Where what is stored now differs from what is typed here: member, theirs, mine. */
export function differences(mine: EndpointValues, theirs: EndpointValues): { label: string; mine: string; theirs: string }[] {
  return (Object.keys(MEMBER_NAMES) as (keyof typeof MEMBER_NAMES)[])
    .map((key) => ({ label: MEMBER_NAMES[key], mine: said(mine[key]), theirs: said(theirs[key]) }))
    .filter((one) => one.mine !== one.theirs)
}

export const isSame = (one: EndpointValues, other: EndpointValues): boolean =>
  differences(one, other).length === 0 && one.key === other.key
