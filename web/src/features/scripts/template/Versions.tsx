import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { Schemas } from '@/api/client'
import { moment } from '@/lib/time'
import { ScriptDiff } from '@/ui/editor'
import { Select } from '@/ui/Field'
import { ErrorState, Skeleton } from '@/ui/states'
import { versionsQuery, type Template } from '../queries'
import { ratio } from '../words'

type Version = Schemas['TemplateVersionOut']

/** Every version with who, why and how it went; any two side by side. */
export function Versions({ template }: { template: Template }) {
  const { data, error, refetch } = useQuery(versionsQuery(template.id))
  if (error) return <ErrorState what="The versions could not be loaded." error={error} onRetry={() => void refetch()} />
  if (!data) return <Skeleton lines={3} label="Loading versions" />
  const newest = data.items.toSorted((a, b) => b.version - a.version)
  return (
    <>
      <ol className="flex flex-col divide-y divide-line rounded-card border border-line bg-surface px-3">
        {newest.map((version) => (
          <li key={version.version} className="py-2">
            <p>
              <span className="font-medium">Version {version.version}</span> {version.change_note}
            </p>
            <p className="text-meta text-fg3">
              {version.author}, {moment(version.created_at)}
              {version.success.applied > 0 && `, worked ${ratio(version.success)}`}
            </p>
          </li>
        ))}
      </ol>
      {newest.length > 1 && <Compare versions={newest} language={template.language} />}
    </>
  )
}

function Compare({ versions, language }: { versions: readonly Version[]; language: string }) {
  const [after, setAfter] = useState(versions[0]?.version ?? 1)
  const [before, setBefore] = useState(versions[1]?.version ?? 1)
  const options = versions.map(({ version }) => ({ value: String(version), label: `Version ${version}` }))
  const bodyOf = (number: number) => versions.find(({ version }) => version === number)?.body ?? ''
  return (
    <details>
      <summary className="cursor-pointer py-1 font-medium text-fg2">Compare versions</summary>
      <div className="mt-2 flex flex-wrap gap-2">
        <Select label="Before" className="w-40" options={options} value={String(before)} onChange={(event) => setBefore(Number(event.target.value))} />
        <Select label="After" className="w-40" options={options} value={String(after)} onChange={(event) => setAfter(Number(event.target.value))} />
      </div>
      <ScriptDiff
        label={`From version ${before} to version ${after}`}
        before={bodyOf(before)}
        after={bodyOf(after)}
        language={language}
        className="mt-2 max-h-96 rounded-ctl border border-line"
      />
    </details>
  )
}
