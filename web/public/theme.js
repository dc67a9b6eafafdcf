// Sets theme and density before the first paint. An external file, because the CSP allows no inline script.
;(() => {
  const dark = window.matchMedia('(prefers-color-scheme: dark)')
  const root = document.documentElement
  const read = (name) => {
    try {
      return window.localStorage.getItem(`resolvent.${name}`)
    } catch {
      return null
    }
  }
  const apply = () => {
    const choice = read('theme')
    root.dataset.theme = choice === 'light' || choice === 'dark' ? choice : dark.matches ? 'dark' : 'light'
    root.dataset.density = read('density') === 'compact' ? 'compact' : 'comfortable'
  }
  apply()
  dark.addEventListener('change', apply)
  window.addEventListener('resolvent:theme', apply)
  window.addEventListener('storage', apply)
})()
