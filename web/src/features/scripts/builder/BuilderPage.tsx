import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { ApiError } from '@/api/client'
import { Button } from '@/ui/Button'
import { CodeBlock } from '@/ui/CodeBlock'
import { Page } from '@/ui/Page'
import { ErrorState, Skeleton } from '@/ui/states'
import { LANGUAGES } from '../words'
import { Builder } from './Builder'
import { draftQuery } from './calls'
import type { DraftTemplate } from './edit'
import { dropCopy, readCopy } from './local-copy'

export default function BuilderPage() {
  const { draftId } = useParams({ from: '/app/scripts/builder/$draftId' })
  const { data, error, refetch } = useQuery(draftQuery(draftId))
  if (data?.status === 'open') return <Builder key={data.id} draft={data} />
  if (data)
    return (
      <Page title={data.title}>
        <p>{data.status === 'published' ? 'This draft was published.' : 'This draft was discarded; its history is kept.'}</p>
        {data.published_template_id ? (
          <Link to="/scripts/$templateId" params={{ templateId: data.published_template_id }} className="text-accent underline">
            Open the template
          </Link>
        ) : (
          <Link to="/scripts" className="text-accent underline">
            Back to the scripts
          </Link>
        )}
        <Left draft={data} />
      </Page>
    )
  const gone = error instanceof ApiError && error.status === 404
  return (
    <Page title={gone ? 'No such draft' : 'Script Builder'}>
      {gone && <p>It was never here, or belongs to another account.</p>}
      {error && !gone && <ErrorState what="The draft could not be loaded." error={error} onRetry={() => void refetch()} />}
      {!error && <Skeleton lines={8} label="Loading the draft" />}
    </Page>
  )
}

/** What was typed here and came too late to be saved. */
function Left({ draft }: { draft: DraftTemplate }) {
  const [copy] = useState(() => readCopy(draft))
  const [open, setOpen] = useState(true)
  if (!copy || !open) return null
  const drop = () => {
    dropCopy(draft.id)
    setOpen(false)
  }
  return (
    <section aria-label="Not saved" className="flex flex-col gap-2">
      <h2 className="text-panel font-semibold">Not saved</h2>
      <p className="text-fg2">You had typed this here before the draft was closed. It is in this browser alone.</p>
      <CodeBlock code={copy.edit.body} language={LANGUAGES[copy.edit.language].name} />
      <Button className="self-start" onClick={drop}>
        I don’t need it
      </Button>
    </section>
  )
}
