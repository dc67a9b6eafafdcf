import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Archive, ArchiveRestore, BookCheck, BookOpenText, Copy, Pencil } from 'lucide-react'
import { meQuery } from '@/api/queries'
import { Button, buttonLook } from '@/ui/Button'
import type { Playbook } from './queries'
import { useArchive, useCreate, usePublish } from './useActs'

/** What may be done with it. An engineer writes; a lead or administrator publishes and archives. */
export function Acts({ playbook, editing }: { playbook: Playbook; editing: boolean }) {
  const { data: me } = useQuery(meQuery)
  const create = useCreate()
  const publish = usePublish()
  const { archive, restore } = useArchive()
  const { key, source, status, version, published_version: published, slug } = playbook
  const leads = me !== undefined && me.role !== 'engineer'
  if (source === 'shipped')
    return playbook.replaced_by ? (
      <Link to="/playbooks/$key" params={{ key: playbook.replaced_by }} className={buttonLook()}>
        Open yours
      </Link>
    ) : (
      <Button idle={create.isPending} onClick={() => create.mutate({ copy_of: slug })}>
        <Copy size={16} strokeWidth={1.75} aria-hidden /> Change it for this desk
      </Button>
    )
  if (status === 'archived')
    return leads ? (
      <Button idle={restore.isPending} onClick={() => restore.mutate(key)}>
        <ArchiveRestore size={16} strokeWidth={1.75} aria-hidden /> Bring back
      </Button>
    ) : null
  return (
    <div className="flex flex-wrap gap-2">
      {leads && version !== null && version !== published && (
        <Button variant={editing ? 'secondary' : 'primary'} idle={publish.isPending || playbook.wrong.length > 0} onClick={() => publish.mutate({ id: key, version })}>
          <BookCheck size={16} strokeWidth={1.75} aria-hidden /> Publish version {version}
        </Button>
      )}
      <Link to="/playbooks/$key" params={{ key }} search={editing ? {} : { view: 'edit' }} className={buttonLook()}>
        {editing ? <BookOpenText size={16} strokeWidth={1.75} aria-hidden /> : <Pencil size={16} strokeWidth={1.75} aria-hidden />}
        {editing ? 'Read' : 'Edit'}
      </Link>
      {leads && (
        <Button idle={archive.isPending} onClick={() => archive.mutate(key)}>
          <Archive size={16} strokeWidth={1.75} aria-hidden /> Archive
        </Button>
      )}
    </div>
  )
}
