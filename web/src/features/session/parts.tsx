import { Suspense, type ReactNode } from 'react'
import { online } from '@/api/connection'
import { early } from '@/lib/early'
import { useStore } from '@/lib/store'
import { whenOnline } from '@/lib/when-online'
import type { MarkdownProps } from '@/ui/Markdown'
import { Skeleton } from '@/ui/states'
import type { FixPanelProps } from './lane/FixPanel'
import type { Whole } from './model/types'
import type { NotePanelProps } from './note/NotePanel'

// A session can be read and written in without these, which are a third of the page.
const [Formatted, fetchMarkdown] = early<MarkdownProps>(() => whenOnline(() => import('@/ui/Markdown').then((part) => ({ default: part.Markdown }))))
const [Panel, fetchFixPanel] = early<FixPanelProps>(() => whenOnline(() => import('./lane/FixPanel').then((part) => ({ default: part.FixPanel }))))
const [Note, fetchNote] = early<NotePanelProps>(() => whenOnline(() => import('./note/NotePanel').then((part) => ({ default: part.NotePanel }))))

/** What this session shows at once, so that nothing of it changes its form or moves. What fails here is told when it is drawn. */
export const fetchShown = ({ messages, active_fix: fix }: Pick<Whole, 'messages' | 'active_fix'>) =>
  Promise.allSettled([...(fix || messages.some(({ role }) => role !== 'user') ? [fetchMarkdown()] : []), ...(fix ? [fetchFixPanel()] : [])])

/** All of them, so that what is opened next is there at once. */
export const fetchParts = () => Promise.allSettled([fetchMarkdown(), fetchFixPanel(), fetchNote()])

/** In the place of a part that is still on its way when the network goes. */
function Awaited({ what, className, otherwise }: { what: string; className: string; otherwise?: ReactNode }) {
  if (useStore(online)) return otherwise
  return (
    <p role="status" className={className}>
      Offline. {what} opens by itself once the connection is back.
    </p>
  )
}

export const Markdown = (props: MarkdownProps) => (
  <Suspense fallback={<p className="break-words whitespace-pre-wrap">{props.text}</p>}>
    <Formatted {...props} />
  </Suspense>
)

export const FixPanel = (props: FixPanelProps) => (
  <Suspense fallback={<Awaited what="This" className="p-3" otherwise={<Skeleton label="Loading the fix" />} />}>
    <Panel {...props} />
  </Suspense>
)

export const NotePanel = (props: NotePanelProps) => (
  <Suspense fallback={<Awaited what="The note" className="border-t border-line px-3 py-2" />}>
    <Note {...props} />
  </Suspense>
)
