import type { Plugin, Rollup } from 'vite'
import { closure } from './plugins.ts'

/** By the first part of the address: the pages that are loaded most. */
const PAGES: Record<string, string> = {
  login: 'features/auth/LoginPage',
  sessions: 'features/sessions/SessionsPage',
  pilot: 'features/session/SessionPage',
}
const END = '  </head>'

/** The page with the names of all files that this address needs, so that they come at once, not after the entry has run. */
function nameFiles(html: string, bundle: Rollup.OutputBundle, name: string, page: string): string {
  const start = Object.values(bundle).find((one) => one.type === 'chunk' && one.facadeModuleId?.endsWith(`/${page}.tsx`))
  if (!start || !html.includes(END)) throw new Error(`${page}: no chunk of its own, or no head to name its files in.`)
  const links = [...closure(bundle, [start.fileName])]
    .filter((file) => !html.includes(file))
    .map((file) => `    <link rel="modulepreload" crossorigin href="/${file}">\n`)
  return html.replace(END, `    <meta name="page" content="${name}" />\n${links.join('')}${END}`)
}

/** Writes `pilot.html` and its like beside `index.html`; the server gives each to the addresses that begin with its name, and `login.html` to strangers. */
export function namePageFiles(): Plugin {
  return {
    name: 'name-page-files',
    apply: 'build',
    generateBundle: {
      order: 'post',
      handler(_, bundle) {
        const index = bundle['index.html']
        if (index?.type !== 'asset') throw new Error('There is no index.html.')
        const html = index.source.toString()
        for (const [name, page] of Object.entries(PAGES)) this.emitFile({ type: 'asset', fileName: `${name}.html`, source: nameFiles(html, bundle, name, page) })
      },
    },
  }
}
