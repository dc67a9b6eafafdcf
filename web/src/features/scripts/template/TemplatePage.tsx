import { useQuery } from '@tanstack/react-query'
import { Link, useLocation, useParams } from '@tanstack/react-router'
import { Archive, ArchiveRestore, ChevronLeft, Copy, Pencil } from 'lucide-react'
import { useEffect, useRef, type ReactNode } from 'react'
import { ApiError } from '@/api/client'
import { Button, buttonLook } from '@/ui/Button'
import { CodeBlock } from '@/ui/CodeBlock'
import { Page } from '@/ui/Page'
import { ErrorState, Skeleton } from '@/ui/states'
import { Tag } from '@/ui/Tag'
import { Findings } from '../Findings'
import { templateQuery, type Template } from '../queries'
import { useArchive } from '../useArchive'
import { useLanding } from '../useLanding'
import { LANGUAGES, RISKS, USE, tellInterval, tellSuccess } from '../words'
import { ParameterTable } from './ParameterTable'
import { Provenance } from './Provenance'
import { TryForm } from './TryForm'
import { Versions } from './Versions'

export default function TemplatePage() {
  const { templateId } = useParams({ from: '/app/scripts/$templateId' })
  const { data, error, refetch } = useQuery(templateQuery(templateId))
  useLanding()
  if (error instanceof ApiError && error.status === 404)
    return (
      <Page title="No such template">
        <p>It was never here, or belongs to another account.</p>
        <Link to="/scripts" className="text-accent underline">
          Back to the scripts
        </Link>
      </Page>
    )
  if (error)
    return (
      <Page title="Script">
        <ErrorState what="The template could not be loaded." error={error} onRetry={() => void refetch()} />
      </Page>
    )
  if (!data)
    return (
      <Page title="Script">
        <Skeleton lines={8} label="Loading the template" />
      </Page>
    )
  return (
    <Page title={data.title} layout="wide" actions={<Acts template={data} />}>
      <Link to="/scripts" className="-mt-3 inline-flex w-fit items-center gap-1 text-code text-fg2 hover:text-fg">
        <ChevronLeft size={14} aria-hidden /> Scripts
      </Link>
      <Facts template={data} />
      <div className="grid gap-6 lane:grid-cols-[minmax(0,1fr)_24rem]">
        <div className="flex min-w-0 flex-col gap-6">
          <Part title="Script">
            <CodeBlock code={data.body} language={LANGUAGES[data.language].name} />
          </Part>
          <Part title="Parameters">
            <ParameterTable schema={data.parameters_schema} />
          </Part>
          <Part title="Versions">
            <Versions template={data} />
          </Part>
        </div>
        <div className="flex min-w-0 flex-col gap-6">
          <Part title="Use it" id={USE}>
            <TryForm key={data.version} template={data} />
          </Part>
          <Part title="Safety review">
            <Findings findings={data.findings} />
          </Part>
        </div>
      </div>
    </Page>
  )
}

function Part({ title, id, children }: { title: string; id?: string; children: ReactNode }) {
  const part = useRef<HTMLElement>(null)
  const wanted = useLocation({ select: ({ hash }) => id !== undefined && hash === id })
  useEffect(() => {
    if (wanted) part.current?.focus()
  }, [wanted])
  return (
    <section ref={part} id={id} tabIndex={id ? -1 : undefined} aria-label={title} className="flex flex-col gap-2 rounded-tag">
      <h2 className="text-panel font-semibold">{title}</h2>
      {children}
    </section>
  )
}

const TONES = { low: 'plain', medium: 'amber', high: 'red' } as const

function Facts({ template }: { template: Template }) {
  const interval = tellInterval(template.success.account)
  return (
    <div className="flex flex-col gap-2">
      <p className="max-w-prose">{template.description}</p>
      <ul className="flex flex-wrap gap-1.5" aria-label="About this template">
        {[
          <Tag key="language">{LANGUAGES[template.language].name}</Tag>,
          <Tag key="risk" tone={TONES[template.risk]}>{RISKS[template.risk]}</Tag>,
          template.needs_admin && <Tag key="admin">Needs an administrator</Tag>,
          template.timeout_hint && <Tag key="time">Up to {template.timeout_hint} s</Tag>,
          <Tag key="version">Version {template.version}</Tag>,
          template.status === 'archived' && <Tag key="archived" tone="amber">Archived: not offered any more</Tag>,
          ...template.tags.map((tag) => <Tag key={tag} tone="plain">{tag}</Tag>),
        ]
          .filter(Boolean)
          .map((tag, index) => (
            <li key={index}>{tag}</li>
          ))}
      </ul>
      <p className="text-fg2">
        {tellSuccess(template.success)} {interval && `${interval}.`}
      </p>
      <Provenance template={template} />
    </div>
  )
}

function Acts({ template }: { template: Template }) {
  const { archive, restore } = useArchive()
  const { id, title, source, status } = template
  return (
    <div className="flex flex-wrap gap-2">
      {source === 'account' && status === 'published' && (
        <Link to="/scripts/builder" search={{ template: id }} className={buttonLook('primary')}>
          <Pencil size={16} strokeWidth={1.75} aria-hidden /> Edit
        </Link>
      )}
      <Link to="/scripts/builder" search={{ copy: id }} className={buttonLook()}>
        <Copy size={16} strokeWidth={1.75} aria-hidden /> Duplicate
      </Link>
      {status === 'published' ? (
        <Button idle={archive.isPending} onClick={() => archive.mutate({ id, title })}>
          <Archive size={16} strokeWidth={1.75} aria-hidden /> Archive
        </Button>
      ) : (
        <Button idle={restore.isPending} onClick={() => restore.mutate(id)}>
          <ArchiveRestore size={16} strokeWidth={1.75} aria-hidden /> Bring back
        </Button>
      )}
    </div>
  )
}
