import { fileURLToPath } from 'node:url'

const SOURCES = fileURLToPath(new URL('../src/', import.meta.url))
const ENTRY = 'main.tsx'
const PAGES = ['features/sessions/SessionsPage.tsx', 'features/session/SessionPage.tsx']
const ICON = /[\\/]lucide-react[\\/]dist[\\/]esm[\\/]icons[\\/]/

interface Graph {
  getModuleInfo(id: string): { importedIds: readonly string[] } | null
}

/** All that a page has to load before it works: itself, the entry, and what both import. */
function reach(graph: Graph, page: string): Set<string> {
  const seen = new Set<string>()
  const queue = [ENTRY, page].map((path) => SOURCES + path)
  for (let id = queue.pop(); id !== undefined; id = queue.pop()) {
    if (seen.has(id)) continue
    seen.add(id)
    queue.push(...(graph.getModuleInfo(id)?.importedIds ?? []))
  }
  return seen
}

/** `common`, for what the list and a session share. Every icon is reached through one index, whoever draws it: they are no part of it. */
function nameCommon(): (id: string, graph: Graph) => string | null {
  const starts = new Set([ENTRY, ...PAGES].map((path) => SOURCES + path))
  let reached: Set<string>[] | undefined
  return (id, graph) => {
    if (starts.has(id) || ICON.test(id)) return null
    reached ??= PAGES.map((page) => reach(graph, page))
    return reached.every((modules) => modules.has(id)) ? 'common' : null
  }
}

/**
 * What goes to one file. Left to itself the bundler makes a file of every set of pages that share a module: 67 requests for a session,
 * of which HTTP/1.1 has six at a time, and each of them compressed alone.
 */
export const groupChunks = () => [
  { debugName: 'common', name: nameCommon() },
  { name: 'icons', test: ICON, entriesAware: true, entriesAwareMergeThreshold: 1000 },
]
