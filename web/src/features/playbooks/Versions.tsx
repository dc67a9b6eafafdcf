import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { Schemas } from '@/api/client'
import { moment } from '@/lib/time'
import { Button } from '@/ui/Button'
import { ScriptDiff } from '@/ui/editor'
import { Select } from '@/ui/Field'
import { ErrorState, Skeleton } from '@/ui/states'
import { Tag } from '@/ui/Tag'
import { versionsQuery, type Playbook } from './queries'
import { useSave } from './edit/useSave'

type Version = Schemas['PlaybookVersionOut']

/** Every version with who and why; any two compared; an older one brought back as the newest. */
export function Versions({ playbook }: { playbook: Playbook }) {
  const { data, error, refetch } = useQuery(versionsQuery(playbook.key))
  const save = useSave(playbook.key)
  if (error) return <ErrorState what="The versions could not be loaded." error={error} onRetry={() => void refetch()} />
  if (!data) return <Skeleton lines={3} label="Loading versions" />
  const restore = ({ version, text }: Version) =>
    save.mutate({ text, change_note: `Version ${version} again`, version: playbook.version ?? 1 })
  return (
    <>
      <ol className="flex flex-col divide-y divide-line rounded-card border border-line bg-surface px-3">
        {data.items.map((one) => (
          <li key={one.version} className="flex flex-wrap items-center justify-between gap-2 py-2">
            <div>
              <p>
                <span className="font-medium">Version {one.version}</span> {one.change_note} {one.published && <Tag tone="green">Published</Tag>}
              </p>
              <p className="text-meta text-fg3">
                {one.author}, {moment(one.created_at)}
              </p>
            </div>
            {one.version !== playbook.version && playbook.status !== 'archived' && (
              <Button idle={save.isPending} onClick={() => restore(one)}>
                Make version {one.version} the newest
              </Button>
            )}
          </li>
        ))}
      </ol>
      {data.items.length > 1 && <Compare versions={data.items} />}
    </>
  )
}

function Compare({ versions }: { versions: readonly Version[] }) {
  const [after, setAfter] = useState(versions[0]?.version ?? 1)
  const [before, setBefore] = useState(versions[1]?.version ?? 1)
  const options = versions.map(({ version }) => ({ value: String(version), label: `Version ${version}` }))
  const textOf = (number: number) => versions.find(({ version }) => version === number)?.text ?? ''
  return (
    <details>
      <summary className="cursor-pointer py-1 font-medium text-fg2">Compare versions</summary>
      <div className="mt-2 flex flex-wrap gap-2">
        <Select label="Before" className="w-40" options={options} value={String(before)} onChange={(event) => setBefore(Number(event.target.value))} />
        <Select label="After" className="w-40" options={options} value={String(after)} onChange={(event) => setAfter(Number(event.target.value))} />
      </div>
      <ScriptDiff
        label={`From version ${before} to version ${after}`}
        before={textOf(before)}
        after={textOf(after)}
        language="yaml"
        className="mt-2 max-h-96 rounded-ctl border border-line"
      />
    </details>
  )
}
