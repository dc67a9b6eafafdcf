import { HighlightStyle, StreamLanguage, syntaxHighlighting, type StreamParser } from '@codemirror/language'
import type { Extension } from '@codemirror/state'
import { EditorView } from '@codemirror/view'
import { tags } from '@lezer/highlight'

interface Fence {
  open: boolean
}

const INLINE = /`[^`\n]*`|\*\*[^*\n]+\*\*|__[^_\n]+__|\*[^*\s][^*\n]*\*|\[[^\]\n]*\]\([^)\n]*\)/
const FAR = /[^`*_[]+/

/** Enough of Markdown to read a note by: headings, lists, quotations, emphasis, code and links, line by line. */
const parser: StreamParser<Fence> = {
  startState: () => ({ open: false }),
  copyState: ({ open }) => ({ open }),
  token(stream, state) {
    if (stream.sol() && stream.match(/^\s*(```|~~~)/)) {
      state.open = !state.open
      stream.skipToEnd()
      return 'monospace'
    }
    if (state.open) {
      stream.skipToEnd()
      return 'monospace'
    }
    if (stream.sol()) {
      if (stream.match(/^#{1,6}\s.*/)) return 'heading'
      if (stream.match(/^\s*(?:[-*+]|\d{1,9}[.)])\s+/)) return 'list'
      if (stream.match(/^\s*>.*/)) return 'quote'
    }
    const inline = stream.match(INLINE) as RegExpMatchArray | null
    if (inline) {
      const [text] = inline
      if (text.startsWith('`')) return 'monospace'
      if (text.startsWith('[')) return 'link'
      return text.startsWith('**') || text.startsWith('__') ? 'strong' : 'emphasis'
    }
    if (!stream.match(FAR)) stream.next()
    return null
  },
  tokenTable: {
    heading: tags.heading,
    list: tags.list,
    quote: tags.quote,
    monospace: tags.monospace,
    link: tags.link,
    strong: tags.strong,
    emphasis: tags.emphasis,
  },
}

const styles = HighlightStyle.define([
  { tag: tags.heading, fontWeight: '600' },
  { tag: tags.strong, fontWeight: '600' },
  { tag: tags.emphasis, fontStyle: 'italic' },
  { tag: tags.monospace, fontFamily: 'var(--font-mono)', color: 'var(--fg2)' },
  { tag: tags.link, color: 'var(--accent)' },
  { tag: [tags.list, tags.quote], color: 'var(--fg3)' },
])

const theme = EditorView.theme({
  '&': { backgroundColor: 'var(--surface)', fontSize: 'var(--text-body)' },
  '.cm-scroller': { fontFamily: 'var(--font-sans)', lineHeight: '1.5' },
  '.cm-content': { padding: '8px 4px' },
  '.cm-gap, .cm-gap *': { backgroundColor: 'var(--amber-bg)', color: 'var(--amber-fg)' },
  '.cm-gap': { textDecoration: 'underline wavy var(--amber-bd)', textUnderlineOffset: '3px' },
  '.cm-tooltip': {
    maxWidth: '28rem', padding: '4px 8px', color: 'var(--fg)', backgroundColor: 'var(--surface)',
    border: '1px solid var(--line)', borderRadius: '6px', fontSize: 'var(--text-meta)',
  },
  '.cm-deletedChunk': { padding: '2px 6px', color: 'var(--green-fg)', backgroundColor: 'var(--green-bg)' },
  '.cm-deletedLine::before': { content: '"+ "' },
  '.cm-changedLine, .cm-insertedLine': { color: 'var(--red-fg)', backgroundColor: 'var(--red-bg) !important' },
  '.cm-changedLine::before, .cm-insertedLine::before': { content: '"− "' },
  '.cm-deletedText, .cm-deletedLine, .cm-deletedLine del': { textDecoration: 'none' },
  '.cm-deletedChunk .cm-chunkButtons': { position: 'static', display: 'flex', gap: '6px', padding: '2px 0' },
  '.cm-deletedChunk button': {
    padding: '2px 8px', margin: '0', color: 'var(--fg)', background: 'var(--surface)', border: '1px solid var(--ctl)',
    borderRadius: '6px', fontFamily: 'var(--font-sans)', fontSize: 'var(--text-code)',
  },
})

export const markdown: Extension = [StreamLanguage.define(parser), syntaxHighlighting(styles), theme]
