import { useContext, useState } from 'react'
import { cx } from '@/lib/cx'
import { copyText } from '@/lib/clipboard'
import { CodeActions } from './code-actions'

export interface CodeBlockProps {
  code: string
  language?: string | undefined
  /** Told after a successful copy. */
  onCopied?: () => void
  /** False where what is shown is not what should be copied. */
  copyable?: boolean
}

const SMALL = 'rounded-tag px-1.5 py-0.5 text-meta font-medium text-fg2 hover:bg-surface hover:text-fg'

/** Copy takes the code alone, to the letter. */
export function CodeBlock({ code, language, onCopied, copyable = true }: CodeBlockProps) {
  const actions = useContext(CodeActions)
  const [wrap, setWrap] = useState(false)
  const [copied, setCopied] = useState<boolean>()
  const copy = async () => {
    const done = await copyText(code)
    setCopied(done)
    if (done) onCopied?.()
  }
  return (
    <figure className="overflow-clip rounded-ctl border border-line bg-sunken">
      <figcaption className="flex items-center gap-1 border-b border-line px-2 py-1 text-meta text-fg3">
        <span className="flex-1">{language ?? 'text'}</span>
        <button type="button" aria-pressed={wrap} onClick={() => setWrap(!wrap)} className={SMALL}>
          {wrap ? 'Don’t wrap' : 'Wrap'}
        </button>
        {actions?.(code)}
        {copyable && (
          <button type="button" onClick={copy} className={SMALL}>
            {copied === undefined ? 'Copy' : copied ? 'Copied' : 'Select and copy by hand'}
          </button>
        )}
      </figcaption>
      {/* A scrolling region must be reachable by keyboard. */}
      <pre
        // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- to scroll it with the arrows
        tabIndex={0}
        role="group"
        aria-label={`Code, ${language ?? 'text'}`}
        className={cx(
          'max-h-[min(24rem,45vh)] overflow-auto p-2 font-mono text-code focus-visible:-outline-offset-2',
          wrap ? 'break-words whitespace-pre-wrap' : 'whitespace-pre',
        )}
      >
        <code>{code}</code>
      </pre>
    </figure>
  )
}
