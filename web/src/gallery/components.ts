interface Fiber {
  type: unknown
  child: Fiber | null
  sibling: Fiber | null
}

const nameOf = (type: unknown): string => {
  if (typeof type === 'function') return type.name
  if (typeof type !== 'object' || type === null) return ''
  const { type: inner, render } = type as { type?: unknown; render?: unknown }
  return nameOf(inner ?? render)
}

/** Names of the components that React has drawn below a root, portals included. */
export function componentsOf(place: HTMLElement): string[] {
  const key = Object.keys(place).find((name) => name.startsWith('__reactContainer$'))
  const names = new Set<string>()
  const container = key ? (place as unknown as Record<string, { stateNode: { current: Fiber } }>)[key] : undefined
  const queue = container ? [container.stateNode.current] : []
  for (let fiber = queue.pop(); fiber; fiber = queue.pop()) {
    names.add(nameOf(fiber.type).replace(/\$\d+$/, ''))
    if (fiber.child) queue.push(fiber.child)
    if (fiber.sibling) queue.push(fiber.sibling)
  }
  return [...names].filter((name) => /^[A-Z]/.test(name)).sort()
}
