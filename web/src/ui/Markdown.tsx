import { memo, useMemo, type ComponentProps } from 'react'
import ReactMarkdown, { type Components } from 'react-markdown'
import rehypeSanitize from 'rehype-sanitize'
import remarkGfm from 'remark-gfm'
import { CodeBlock } from './CodeBlock'
import { hostOf, splitBlocks } from './markdown-blocks'
import { showHtmlAsText } from './markdown-html'

export const HEADING = 'text-panel font-semibold'

const REMARK = [remarkGfm, showHtmlAsText]
const REHYPE = [rehypeSanitize]

const components: Components = {
  a: ({ href, children }) => <OutLink href={href}>{children}</OutLink>,
  // A remote image would tell its server who reads this: it is shown as a link and never loaded.
  img: ({ src, alt }) => <OutLink href={typeof src === 'string' ? src : undefined}>{alt || 'Image'}</OutLink>,
  pre: ({ children }) => <>{children}</>,
  code: ({ className, children }) => {
    const text = typeof children === 'string' ? children : ''
    const language = /language-([\w+#.-]+)/.exec(className ?? '')?.[1]
    const isBlock = language !== undefined || text.endsWith('\n')
    return isBlock ? (
      <CodeBlock language={language} code={text.replace(/\n$/, '')} />
    ) : (
      <code className="rounded-tag bg-sunken px-1 font-mono text-code break-words">{children}</code>
    )
  },
  // A page has one h1, and a message no headings above the page's own.
  h1: ({ children }) => <h3 className={HEADING}>{children}</h3>,
  h2: ({ children }) => <h3 className={HEADING}>{children}</h3>,
  h3: ({ children }) => <h4 className="font-semibold">{children}</h4>,
  ul: ({ children }) => <ul className="list-disc space-y-1 pl-5">{children}</ul>,
  ol: ({ children, start }) => (
    <ol start={start} className="list-decimal space-y-1 pl-5">
      {children}
    </ol>
  ),
  blockquote: ({ children }) => <blockquote className="border-l-2 border-ctl pl-3 text-fg2">{children}</blockquote>,
  table: ({ children }) => (
    <div className="overflow-x-auto">
      <table className="border-collapse [&_td]:border [&_td]:border-line [&_td]:px-2 [&_td]:py-1 [&_th]:border [&_th]:border-line [&_th]:px-2 [&_th]:py-1 [&_th]:text-left">
        {children}
      </table>
    </div>
  ),
  hr: () => <hr className="border-line" />,
}

function OutLink({ href, children }: Pick<ComponentProps<'a'>, 'href' | 'children'>) {
  const host = hostOf(href)
  if (!host) return <>{children}</>
  return (
    <a href={href} target="_blank" rel="noopener noreferrer" className="text-accent underline underline-offset-2">
      {children}
      <span className="text-meta text-fg3 no-underline"> ({host})</span>
    </a>
  )
}

const Block = memo(function Block({ text }: { text: string }) {
  return (
    <div className="flex min-w-0 flex-col gap-3">
      <ReactMarkdown remarkPlugins={REMARK} rehypePlugins={REHYPE} components={components}>
        {text}
      </ReactMarkdown>
    </div>
  )
})

export interface MarkdownProps {
  text: string
  streaming?: boolean
}

/**
 * Safe Markdown: no raw HTML, no remote images, links that name their host.
 * While `streaming`, finished blocks are not parsed again; only the tail is.
 */
export function Markdown({ text, streaming = false }: MarkdownProps) {
  const blocks = useMemo(() => (streaming ? splitBlocks(text) : [text]), [text, streaming])
  return (
    <div className="flex min-w-0 flex-col gap-3 break-words">
      {blocks.map((block, index) => (
        // Blocks are only ever appended, so that the place names the block.
        <Block key={index} text={block} />
      ))}
    </div>
  )
}
