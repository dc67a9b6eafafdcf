import type { Schemas } from '@/api/client'
import { fix } from './fixture'
import type { Whole } from './model/types'

const AT = '2026-11-24T14:00:00Z'
const NONE = { applied: 0, success: 0, failed: 0, partial: 0, low: 0, high: 1 }

export const template = (values: Partial<Schemas['TemplateOut']> = {}): Schemas['TemplateOut'] => ({
  id: 'template-1',
  slug: 'reset-queue',
  title: 'Reset the queue',
  description: 'Empties the queue.',
  language: 'powershell',
  tags: [],
  risk: 'low',
  needs_admin: true,
  timeout_hint: null,
  source: 'shipped',
  status: 'published',
  version: 3,
  parameters: 2,
  success: { account: { ...NONE, applied: 20, success: 12 }, customer: { ...NONE, applied: 9, success: 7 } },
  last_used_at: null,
  updated_at: AT,
  body: "Reset-Queue '{{ printer }}' '{{ password }}'",
  parameters_schema: {
    type: 'object',
    required: ['printer', 'password'],
    properties: {
      printer: { type: 'string', format: 'hostname' },
      password: { type: 'string', 'x-sensitive': true },
    },
  },
  findings: [],
  change_note: 'First version',
  provenance: {},
  ...values,
})

export const form = (values: Partial<Schemas['FormOut']> = {}): Schemas['FormOut'] => ({
  template: template(),
  values: [{ name: 'printer', value: 'PRN-01', source: 'fact', label: 'F1' }],
  dropped: [],
  ...values,
})

export const matched = (values: Partial<Whole['fixes'][number]> = {}) =>
  fix({ template_id: 'template-1', template_slug: 'reset-queue', ai_drafted_script: null, ...values })

export const finding = (values: Partial<Schemas['SafetyFindingOut']> = {}): Schemas['SafetyFindingOut'] => ({
  rule: 'restart-machine',
  severity: 'high',
  line: 2,
  excerpt: 'Restart-Computer',
  message: 'Restarts the machine.',
  explained: null,
  ...values,
})

export const generated = (values: Partial<Schemas['GeneratedOut']> = {}): Schemas['GeneratedOut'] => ({
  generation_id: 'generation-1',
  script: "Reset-Queue 'PRN-01' 'hunter2hunter2'",
  redacted_script: "Reset-Queue 'PRN-01' '********'",
  warnings: [],
  state_version: 6,
  ...values,
})

export const generation = (values: Partial<Schemas['GenerationOut']> = {}): Schemas['GenerationOut'] => ({
  id: 'generation-1',
  template_id: 'template-1',
  template_title: 'Reset the queue',
  template_version: 3,
  language: 'powershell',
  session_id: null,
  fix_id: 'fix-1',
  parameters: {},
  sensitive: [],
  redacted_script: "Reset-Queue 'PRN-01'",
  findings: [],
  acknowledged: [],
  created_by: 'Dana Kim',
  created_at: new Date(Date.now() - 130_000).toISOString(),
  ...values,
})

export const draft = (values: Partial<Schemas['DraftBrief']> = {}): Schemas['DraftBrief'] => ({
  id: 'draft-1',
  title: 'Restart the spooler',
  language: 'powershell',
  status: 'open',
  prompt: 'open',
  session_id: null,
  fix_id: 'fix-1',
  edits_template_id: null,
  published_template_id: null,
  parameters: 3,
  version: 1,
  created_by: 'Dana Kim',
  updated_by: 'Dana Kim',
  updated_at: AT,
  ...values,
})
