import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { brotliCompressSync, gzipSync } from 'node:zlib'
import type { Plugin, Rollup } from 'vite'

const KB = 1000
const PAGE = /\/features\/([\w/]+Page)\.tsx$/
const COMPRESSED = /\.(js|css|html|svg)$/

/** Gzipped JavaScript a reader has to load before a page works: its entry, the pages, and all they import. */
const JS_BUDGETS: { name: string; pages: string[]; limit: number; late?: boolean; after?: string[] }[] = [
  { name: 'sign-in and sessions list', pages: ['LoginPage', 'SessionsPage'], limit: 150 * KB },
  { name: 'session page', pages: ['SessionPage'], limit: 290 * KB },
  // Comes after the page: what the entry brings is there already.
  { name: 'script editor', pages: ['ScriptEditor', 'ScriptDiff'], limit: 125 * KB, late: true },
  // Of whoever comes from the list: its page, the table that is its twin, and the canvas.
  { name: 'network map', pages: ['map/ClientPage', 'map/Canvas'], limit: 90 * KB, late: true, after: ['SessionsPage'] },
]
const CSS_LIMIT = 15 * KB
const FONT_LIMIT = 90 * KB

const sizeOf = (code: string | Uint8Array) => gzipSync(code, { level: 9 }).length

/** These chunks, and all that they import. */
export function closure(bundle: Rollup.OutputBundle, starts: string[]): Set<string> {
  const seen = new Set<string>()
  const queue = [...starts]
  for (let file = queue.pop(); file !== undefined; file = queue.pop()) {
    const chunk = bundle[file]
    if (seen.has(file) || chunk?.type !== 'chunk') continue
    seen.add(file)
    queue.push(...chunk.imports)
  }
  return seen
}

interface Figure {
  name: string
  /** In bytes. */
  size: number
  /** Undefined: the design sets none, it is only told. */
  limit?: number
}

function measure(bundle: Rollup.OutputBundle): Figure[] {
  const outputs = Object.values(bundle)
  const chunks = outputs.filter((output) => output.type === 'chunk')
  const startsOf = (page: string) =>
    chunks.filter((c) => c.facadeModuleId?.endsWith(`/${page}.tsx`)).map((c) => c.fileName)
  const entries = chunks.filter((c) => c.isEntry).map((c) => c.fileName)

  const sizes = new Map(chunks.map((c) => [c.fileName, sizeOf(c.code)]))
  const sizeOfAll = (files: Iterable<string>) => [...files].reduce((sum, file) => sum + (sizes.get(file) ?? 0), 0)
  const scripts = JS_BUDGETS.map(({ name, pages, limit, late = false, after = [] }) => {
    const missing = pages.filter((page) => startsOf(page).length === 0)
    if (missing.length > 0) throw new Error(`No chunk of its own for ${missing.join(', ')}: its size is not measured.`)
    const files = closure(bundle, [...(late ? [] : entries), ...pages.flatMap(startsOf)])
    const there = late ? closure(bundle, [...entries, ...after.flatMap(startsOf)]) : new Set<string>()
    return { name, size: sizeOfAll([...files].filter((file) => !there.has(file))), limit }
  })
  const pages = chunks.flatMap((c) => {
    const name = PAGE.exec(c.facadeModuleId ?? '')?.[1]
    return c.isDynamicEntry && name ? [{ name: `page ${name}`, size: sizeOfAll(closure(bundle, [...entries, c.fileName])) }] : []
  })
  const assets = outputs.filter((output) => output.type === 'asset')
  const css = assets.filter((a) => a.fileName.endsWith('.css'))
  const fonts = assets.filter((a) => a.fileName.endsWith('.woff2'))
  return [
    ...scripts,
    ...pages.toSorted((a, b) => a.size - b.size),
    { name: 'styles', size: css.reduce((sum, a) => sum + sizeOf(a.source), 0), limit: CSS_LIMIT },
    { name: 'fonts', size: fonts.reduce((sum, a) => sum + a.source.length, 0), limit: FONT_LIMIT },
  ]
}

/** Beside what the build was made of; `make ui-budgets` tells it. */
const FIGURES = 'node_modules/.budgets.json'

/** Fails the build when a page outgrows what it may weigh. */
export function holdBudgets(): Plugin {
  return {
    name: 'hold-budgets',
    apply: 'build',
    generateBundle(_, bundle) {
      const figures = measure(bundle)
      for (const { name, size, limit } of figures) {
        this.info(`${name}: ${(size / KB).toFixed(1)}${limit === undefined ? '' : ` of ${limit / KB}`} kB`)
      }
      writeFileSync(FIGURES, JSON.stringify(figures))
      const over = figures.filter(({ size, limit }) => limit !== undefined && size > limit)
      if (over.length > 0) this.error(`Over budget: ${over.map(({ name }) => name).join(', ')}`)
    },
  }
}

/** Writes a .gz and a smaller .br beside each text file, so that the server never compresses at run time. */
export function compressOutput(): Plugin {
  return {
    name: 'compress-output',
    apply: 'build',
    writeBundle({ dir }) {
      if (dir === undefined) return
      for (const entry of readdirSync(dir, { recursive: true, withFileTypes: true })) {
        if (!entry.isFile() || !COMPRESSED.test(entry.name)) continue
        const path = join(entry.parentPath, entry.name)
        const content = readFileSync(path)
        writeFileSync(`${path}.gz`, gzipSync(content, { level: 9 }))
        writeFileSync(`${path}.br`, brotliCompressSync(content))
      }
    },
  }
}

/**
 * The gallery in place of the page: at /__gallery of the development server, and in a build of mode `gallery`.
 * No other build reads it.
 */
export function showGallery(mode: string): Plugin {
  return {
    name: 'show-gallery',
    transformIndexHtml: {
      order: 'pre',
      handler: (html, { originalUrl = '' }) =>
        mode === 'gallery' || originalUrl.startsWith('/__gallery') ? html.replace('/src/main.tsx', '/src/gallery/main.tsx') : html,
    },
  }
}
