import { makePreference } from '@/lib/preferences'

export const THEMES = [
  { value: 'system', label: 'System' },
  { value: 'light', label: 'Light' },
  { value: 'dark', label: 'Dark' },
] as const

export type Theme = (typeof THEMES)[number]['value']

export const theme = makePreference<Theme>('theme', ['system', 'light', 'dark'], 'system')

export const DENSITIES = [
  { value: 'comfortable', label: 'Comfortable' },
  { value: 'compact', label: 'Compact' },
] as const

export type Density = (typeof DENSITIES)[number]['value']

export const density = makePreference<Density>('density', ['comfortable', 'compact'], 'comfortable')

export function chooseTheme(value: Theme) {
  theme.set(value)
  applyLook()
}

export function chooseDensity(value: Density) {
  density.set(value)
  applyLook()
}

/** public/theme.js, which also ran before the first paint, does it. */
const applyLook = () => window.dispatchEvent(new Event('resolvent:theme'))
