import { makePreference } from '@/lib/preferences'

export const THEMES = [
  { value: 'system', label: 'System' },
  { value: 'light', label: 'Light' },
  { value: 'dark', label: 'Dark' },
] as const

export type Theme = (typeof THEMES)[number]['value']

export const theme = makePreference<Theme>('theme', ['system', 'light', 'dark'], 'system')

export function chooseTheme(value: Theme) {
  theme.set(value)
  // public/theme.js, which also ran before the first paint, applies it.
  window.dispatchEvent(new Event('resolvent:theme'))
}
