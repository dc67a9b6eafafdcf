import { Link } from '@tanstack/react-router'
import { Archive, ArchiveRestore, Copy, Pencil, Play } from 'lucide-react'
import { cx } from '@/lib/cx'
import { age, moment } from '@/lib/time'
import { useNow } from '@/lib/useNow'
import { DataTable, ROW_MAIN, ROW_TITLE, type Column } from '@/ui/DataTable'
import { IconButton } from '@/ui/IconButton'
import { Tag } from '@/ui/Tag'
import { Tooltip } from '@/ui/Tooltip'
import type { TemplateBrief } from '../queries'
import { LANGUAGES, ratio, tellInterval, tellRate } from '../words'

export interface LibraryTableProps {
  rows: readonly TemplateBrief[]
  onEnd: (() => void) | undefined
  onTag: (tag: string) => void
  /** To its form, where it is filled in and generated. */
  onUse: (template: TemplateBrief) => void
  onEdit: (template: TemplateBrief) => void
  onCopy: (template: TemplateBrief) => void
  onArchive: (template: TemplateBrief) => void
  onRestore: (template: TemplateBrief) => void
}

const TONES = { low: 'plain', medium: 'amber', high: 'red' } as const

export function LibraryTable({ rows, onEnd, ...acts }: LibraryTableProps) {
  const now = useNow()
  const columns: Column<TemplateBrief>[] = [
    {
      header: 'Title',
      main: true,
      cell: (template) => (
        <Link
          {...ROW_MAIN}
          to="/scripts/$templateId"
          params={{ templateId: template.id }}
          className={cx(ROW_TITLE, 'font-medium')}
        >
          {template.title}
        </Link>
      ),
    },
    { header: 'Language', cell: ({ language }) => LANGUAGES[language].name, className: 'max-md:hidden' },
    {
      header: 'Tags',
      cell: ({ tags }) => (
        <span className="relative flex gap-1">
          {tags.slice(0, 3).map((tag) => (
            <button key={tag} type="button" aria-label={`Only tag ${tag}`} className="rounded-tag border border-line bg-sunken px-1.5 text-meta hover:text-fg" onClick={() => acts.onTag(tag)}>
              {tag}
            </button>
          ))}
        </span>
      ),
      className: 'max-lg:hidden',
    },
    { header: 'Risk', cell: ({ risk }) => <Tag tone={TONES[risk]}>{risk}</Tag>, className: 'max-sm:hidden' },
    { header: 'Worked', cell: ({ success }) => <Worked rate={success.account} /> },
    {
      header: 'Last used',
      cell: ({ last_used_at: used }) =>
        used ? (
          <time dateTime={used} title={moment(used)}>
            {age(used, now)}
          </time>
        ) : (
          '–'
        ),
      className: 'max-md:hidden whitespace-nowrap',
    },
    { header: 'Actions', cell: (template) => <RowActs template={template} {...acts} />, className: 'max-sm:hidden' },
  ]
  return <DataTable label="Script templates" columns={columns} rows={rows} getKey={({ id }) => id} onEnd={onEnd} />
}

function Worked({ rate }: { rate: TemplateBrief['success']['account'] }) {
  if (rate.applied === 0) return <span className="text-fg3">–</span>
  return (
    <Tooltip text={tellInterval(rate) ?? `${tellRate(rate)}.`}>
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- its tooltip is for the keyboard too */}
      <span tabIndex={0} className="relative rounded-tag">
        {ratio(rate)}
      </span>
    </Tooltip>
  )
}

function RowActs({ template, onUse, onEdit, onCopy, onArchive, onRestore }: Omit<LibraryTableProps, 'rows' | 'onEnd' | 'onTag'> & { template: TemplateBrief }) {
  const { title } = template
  return (
    // At the right, so that the same acts stand below each other.
    <span className="relative flex justify-end">
      {template.status === 'published' && <IconButton name={`Use ${title}`} icon={Play} onClick={() => onUse(template)} />}
      {template.source === 'account' && template.status === 'published' && (
        <IconButton name={`Edit ${title}`} icon={Pencil} onClick={() => onEdit(template)} />
      )}
      <IconButton name={`Duplicate ${title}`} icon={Copy} onClick={() => onCopy(template)} />
      {template.status === 'published' ? (
        <IconButton name={`Archive ${title}`} icon={Archive} onClick={() => onArchive(template)} />
      ) : (
        <IconButton name={`Bring back ${title}`} icon={ArchiveRestore} onClick={() => onRestore(template)} />
      )}
    </span>
  )
}
