import type { RefObject } from 'react'
import type { ApiError } from '@/api/client'
import { TextField } from '@/ui/Field'
import { ToggleGroup } from '@/ui/ToggleGroup'
import { KeyField } from './KeyField'
import { Tick } from './Tick'
import { needsKeyAgain, PROVIDERS, switchProvider, usesOf, withUse, type Endpoint, type EndpointValues } from './values'

export interface EndpointFieldsProps {
  values: EndpointValues
  /** As it was read; undefined for a new one. */
  endpoint: Endpoint | undefined
  referenceModel: string
  error: ApiError | null
  keyField: RefObject<HTMLInputElement | null>
  onChange: (values: EndpointValues) => void
}

const BASE_URL = {
  anthropic: { hint: 'Empty: Anthropic’s own address. Fill it in for a gateway.', placeholder: 'https://api.anthropic.com' },
  openai: {
    hint: 'vLLM: http://gpu-01:8000/v1 · Ollama: http://localhost:11434/v1 · empty: OpenAI itself.',
    placeholder: 'http://gpu-01:8000/v1',
  },
}

export function EndpointFields({ values, endpoint, referenceModel, error, keyField, onChange }: EndpointFieldsProps) {
  const set = (change: Partial<EndpointValues>) => onChange({ ...values, ...change })
  const wrong = (field: string) => error?.fieldMessage(field)
  const again = endpoint !== undefined && needsKeyAgain(values, endpoint)
  return (
    <>
      <div className="flex flex-col gap-1 sm:col-span-2">
        <span aria-hidden className="font-medium">
          Provider
        </span>
        <ToggleGroup
          label="Provider"
          value={values.provider}
          options={PROVIDERS}
          onChange={(provider) =>
            onChange(endpoint ? { ...values, provider } : switchProvider(values, provider, referenceModel))
          }
        />
      </div>
      <TextField
        label="Name here"
        required
        maxLength={200}
        placeholder="e.g. Llama on gpu-01"
        hint="Stands above its answers."
        value={values.name}
        onChange={({ target }) => set({ name: target.value })}
        error={wrong('name')}
      />
      <TextField
        label="Model"
        required
        mono
        autoComplete="off"
        spellCheck={false}
        placeholder="e.g. llama3.3:70b"
        hint={values.provider === 'anthropic' ? `Recommended: ${referenceModel}` : 'As its server calls it.'}
        value={values.model}
        onChange={({ target }) => set({ model: target.value })}
        error={wrong('model')}
      />
      <TextField
        label="Base URL"
        className="sm:col-span-2"
        mono
        autoComplete="off"
        spellCheck={false}
        {...BASE_URL[values.provider]}
        value={values.base_url}
        onChange={({ target }) => set({ base_url: target.value })}
        error={wrong('base_url')}
      />
      <KeyField
        field={keyField}
        value={values.key}
        setAt={endpoint?.key_set_at ?? null}
        again={again}
        error={wrong('key')}
        onChange={(key) => set({ key })}
      />
      <fieldset className="flex flex-col gap-1.5 sm:col-span-2">
        <legend className="mb-1 font-medium">Used for</legend>
        {usesOf(values.provider).map(({ value, label, hint }) => (
          <Tick
            key={value}
            label={label}
            hint={hint}
            checked={values.uses.includes(value)}
            onChange={(on) => set({ uses: withUse(values.uses, value, on) })}
          />
        ))}
      </fieldset>
      <div className="flex flex-col gap-1.5 sm:col-span-2">
        <Tick
          label="It has a private address"
          hint="inside our own network or on this machine; otherwise such addresses are refused"
          checked={values.allow_private}
          onChange={(allow_private) => set({ allow_private })}
        />
        <Tick
          label="It sees images"
          hint="otherwise it is told only the names of screenshots"
          checked={values.sees_images}
          onChange={(sees_images) => set({ sees_images })}
        />
      </div>
      <TextField
        label="Context, in tokens"
        type="number"
        required
        min={8_000}
        max={10_000_000}
        hint="How much it reads at once. Of a longer session the oldest parts are left out."
        value={values.context_tokens}
        onChange={({ target }) => set({ context_tokens: target.value })}
        error={wrong('context_tokens')}
      />
    </>
  )
}
