import { HighlightStyle, StreamLanguage, syntaxHighlighting, type StreamParser } from '@codemirror/language'
import { powerShell } from '@codemirror/legacy-modes/mode/powershell'
import { python } from '@codemirror/legacy-modes/mode/python'
import { shell } from '@codemirror/legacy-modes/mode/shell'
import type { Extension } from '@codemirror/state'
import { EditorView } from '@codemirror/view'
import { tags } from '@lezer/highlight'

const MODES: Record<string, StreamParser<unknown>> = { powershell: powerShell, bash: shell, python }

/** No mode for cmd: plain text, which is honest. */
export const languageOf = (language: string): Extension => {
  const mode = MODES[language]
  return mode ? StreamLanguage.define(mode) : []
}

const colours = HighlightStyle.define([
  { tag: tags.comment, color: 'var(--fg3)', fontStyle: 'italic' },
  { tag: [tags.string, tags.special(tags.string)], color: 'var(--green-fg)' },
  { tag: [tags.keyword, tags.operatorKeyword], color: 'var(--accent)' },
  { tag: [tags.variableName, tags.special(tags.variableName)], color: 'var(--cyan-fg)' },
  { tag: [tags.number, tags.bool, tags.atom], color: 'var(--red-fg)' },
])

const theme = EditorView.theme({
  '&': { flex: '1 0 auto', color: 'var(--fg)', backgroundColor: 'var(--sunken)', fontSize: 'var(--text-code)' },
  '&.cm-focused': { outline: 'none' },
  '.cm-scroller': { fontFamily: 'var(--font-mono)', lineHeight: '1.5' },
  '.cm-content': { caretColor: 'var(--fg)', padding: '8px 8px 8px 0' },
  '.cm-cursor': { borderLeftColor: 'var(--fg)' },
  '.cm-gutters': { backgroundColor: 'var(--sunken)', color: 'var(--fg3)', border: 'none' },
  '.cm-activeLine, .cm-activeLineGutter': { backgroundColor: 'transparent' },
  '&.cm-focused .cm-activeLine': { backgroundColor: 'color-mix(in srgb, var(--accent) 8%, transparent)' },
  '&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground': {
    backgroundColor: 'color-mix(in srgb, var(--accent) 30%, transparent)',
  },
  // Both, or the colour of a string shows through the amber.
  '.cm-ph, .cm-ph *': { color: 'var(--amber-fg)', backgroundColor: 'var(--amber-bg)' },
  '.cm-ph': { boxShadow: '0 1px 0 var(--amber-bd)', borderRadius: '2px' },
  '.cm-ph-unknown, .cm-ph-unknown *': { color: 'var(--red-fg)' },
  '.cm-ph-unknown': { textDecoration: 'underline wavy' },
  '.cm-panels': { backgroundColor: 'var(--surface)', color: 'var(--fg)', borderColor: 'var(--line)' },
  '.cm-panel input, .cm-panel button': {
    color: 'var(--fg)', background: 'var(--surface)', border: '1px solid var(--ctl)', borderRadius: '4px',
  },
  '.cm-deletedChunk': { backgroundColor: 'var(--red-bg)' },
  '.cm-changedLine, .cm-insertedLine': { backgroundColor: 'var(--green-bg) !important' },
  '.cm-changedText, .cm-deletedText': { background: 'none !important', textDecoration: 'underline' },
})

/** The box that an editor fills, empty lines below the script included; it shows the focus. */
export const BOX =
  'flex flex-col overflow-auto bg-sunken has-[.cm-focused]:outline-2 has-[.cm-focused]:outline-offset-2 has-[.cm-focused]:outline-accent'

export const look: Extension = [theme, syntaxHighlighting(colours)]
