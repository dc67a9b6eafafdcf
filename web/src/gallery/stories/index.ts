import type { Story } from '../story'

/** In the order of the list; a story's page loads its own group only. */
export const groups: Readonly<Record<string, () => Promise<readonly Story[]>>> = {
  controls: async () => (await import('./controls')).controls,
  states: async () => (await import('./states')).states,
  text: async () => (await import('./text')).text,
  overlays: async () => (await import('./overlays')).overlays,
  shell: async () => (await import('./shell')).shell,
  sessions: async () => (await import('./sessions')).sessions,
  chat: async () => (await import('./chat')).chat,
  offline: async () => (await import('./offline')).offline,
  ticket: async () => (await import('./ticket')).ticket,
  lane: async () => (await import('./lane')).lane,
  fixes: async () => (await import('./fixes')).fixes,
  notes: async () => (await import('./notes')).notes,
  scripts: async () => (await import('./scripts')).scripts,
  builder: async () => (await import('./builder')).builder,
  playbooks: async () => (await import('./playbooks')).playbooks,
  desk: async () => (await import('./desk')).desk,
  escalations: async () => (await import('./escalations')).escalations,
  search: async () => (await import('./search')).search,
  insights: async () => (await import('./insights')).insights,
  map: async () => (await import('./map')).map,
  settings: async () => (await import('./settings')).settings,
  account: async () => (await import('./account')).account,
  models: async () => (await import('./models')).models,
}
