import { holdPercents } from '@/lib/percent'

interface Node {
  type: string
  value?: string
  children?: Node[]
}

const FLOW = new Set(['root', 'blockquote', 'listItem', 'footnoteDefinition'])

/**
 * A remark plugin: HTML in Markdown is shown as it was written. It is never run, and a pasted `<add key="…">` never disappears.
 * A number and its per cent sign stay on one line.
 */
export function showHtmlAsText() {
  return (tree: Node) => walk(tree)
}

function walk(node: Node) {
  if (!node.children) return
  node.children = node.children.map((child) => {
    if (child.type === 'text') return { ...child, value: holdPercents(child.value ?? '') }
    if (child.type !== 'html') return child
    const text = { type: 'text', value: child.value ?? '' }
    return FLOW.has(node.type) ? { type: 'paragraph', children: [text] } : text
  })
  node.children.forEach(walk)
}
