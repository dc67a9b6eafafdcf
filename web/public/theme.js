// Sets the theme before the first paint. An external file, because the CSP allows no inline script.
;(() => {
  const dark = window.matchMedia('(prefers-color-scheme: dark)')
  const root = document.documentElement
  const read = () => {
    try {
      return window.localStorage.getItem('resolvent.theme') ?? 'system'
    } catch {
      return 'system'
    }
  }
  const apply = () => {
    const choice = read()
    root.dataset.theme = choice === 'light' || choice === 'dark' ? choice : dark.matches ? 'dark' : 'light'
  }
  apply()
  dark.addEventListener('change', apply)
  window.addEventListener('resolvent:theme', apply)
  window.addEventListener('storage', apply)
})()
