import { fileURLToPath } from 'node:url'

const place = (path: string) => fileURLToPath(new URL(`../src/${path}`, import.meta.url))
const ENTRY = place('main.tsx')
const ROUTER = place('router.tsx')
const SESSION = place('features/session/SessionPage.tsx')
/** What these import later is a page, or a session's own. */
const ENDS = [ROUTER, place('features/session/parts.tsx')]
const FIRST = [ENTRY, place('features/auth/LoginPage.tsx'), place('features/sessions/SessionsPage.tsx')]
const ICON = /[\\/]lucide-react[\\/]dist[\\/]esm[\\/]icons[\\/]/
/** Pages that share a module with the session before it is worth its bytes everywhere. */
const MANY = 6

interface Graph {
  getModuleInfo(id: string): { importedIds: readonly string[]; dynamicallyImportedIds: readonly string[] } | null
}

/** All that these load before they work; with `late`, what they open later as well. */
function reach(graph: Graph, starts: readonly string[], late = true): Set<string> {
  const seen = new Set<string>()
  const queue = [...starts]
  for (let id = queue.pop(); id !== undefined; id = queue.pop()) {
    if (seen.has(id)) continue
    seen.add(id)
    const info = graph.getModuleInfo(id)
    queue.push(...(info?.importedIds ?? []))
    if (late && !ENDS.includes(id)) queue.push(...(info?.dynamicallyImportedIds ?? []))
  }
  return seen
}

/** What a session needs, by who needs it beside: `common` of nearly all, `shared` with some, `session` of no other page. */
function divide(graph: Graph): (id: string) => string | null {
  const session = reach(graph, [ENTRY, SESSION], false)
  const first = reach(graph, FIRST)
  const pages = graph.getModuleInfo(ROUTER)?.dynamicallyImportedIds ?? []
  const others = pages.filter((page) => page !== SESSION).map((page) => reach(graph, [page]))
  return (id) => {
    // Every icon is reached through one index, whoever draws it.
    if (!session.has(id) || ICON.test(id) || [...FIRST, SESSION].includes(id)) return null
    const sharing = others.filter((modules) => modules.has(id)).length
    if (first.has(id) || sharing >= MANY) return 'common'
    return sharing > 0 ? 'shared' : 'session'
  }
}

/**
 * What goes to one file. Left to itself the bundler makes a file of every set of pages that share a module: 67 requests for a session,
 * of which HTTP/1.1 has six at a time, and each of them compressed alone.
 */
export const groupChunks = () => {
  let name: ReturnType<typeof divide> | undefined
  const only = (wanted: string) => ({ debugName: wanted, name: (id: string, graph: Graph) => ((name ??= divide(graph))(id) === wanted ? wanted : null) })
  return [only('common'), { name: 'icons', test: ICON, entriesAware: true, entriesAwareMergeThreshold: 1000 }, only('shared'), only('session')]
}
