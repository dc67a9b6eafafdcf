import type { ReactNode } from 'react'
import { Markdown } from '@/ui/Markdown'
import { Tooltip } from '@/ui/Tooltip'
import type { Preview } from '../model/types'

/** The note as written, each sentence with what it rests on. */
export function NoteSections({ preview }: { preview: Preview }) {
  const textOf = new Map(preview.evidence.map(({ label, text }) => [label, text]))
  return (
    <div className="flex flex-col gap-4">
      {preview.sections
        .filter(({ claims }) => claims.length > 0)
        .map((section) => (
          <div key={section.title}>
            <h3 className="mb-1 font-semibold">{section.title}</h3>
            <ul className="flex flex-col gap-1">
              {section.claims.map((claim, index) => (
                <li key={index} className="group/claim -mx-2 flex items-start gap-2 rounded-tag px-2 py-0.5 hover:bg-sunken">
                  <div className="min-w-0 flex-1">
                    <Markdown text={claim.text} />
                  </div>
                  <span className="flex shrink-0 flex-wrap justify-end gap-1 pt-0.5">
                    {claim.evidence.map((label) => (
                      <Evidence key={label} label={label} text={textOf.get(label)} />
                    ))}
                  </span>
                </li>
              ))}
            </ul>
          </div>
        ))}
    </div>
  )
}

function Evidence({ label, text = 'From this session' }: { label: string; text: string | undefined }): ReactNode {
  return (
    <Tooltip text={text}>
      <button
        type="button"
        aria-label={`Evidence ${label}: ${text}`}
        className="rounded-tag border border-cyan-bd bg-cyan-bg px-1 font-mono text-meta text-cyan-fg"
      >
        {label}
      </button>
    </Tooltip>
  )
}
