import { openRules } from '@/features/scripts/Findings'
import { MaskHint } from '@/features/scripts/MaskHint'
import { LANGUAGES } from '@/features/scripts/words'
import type { Schemas } from '@/api/client'
import { age, moment } from '@/lib/time'
import { useNow } from '@/lib/useNow'
import { CodeBlock } from '@/ui/CodeBlock'

type Generation = Schemas['GenerationOut']

// Neither a masked script nor one with an unread finding is copied from here.
const isCopyable = ({ sensitive, findings, acknowledged }: Generation) =>
  sensitive.length === 0 && openRules(findings, new Set(acknowledged)).length === 0

/** What was generated in this session, newest first, secrets masked. */
export function GenerationList({ generations }: { generations: readonly Generation[] }) {
  const now = useNow()
  if (generations.length === 0) return null
  return (
    <section aria-label="Generated scripts" className="mt-2 flex flex-col text-code text-fg2">
      {generations.toReversed().map((one) => (
        <details key={one.id}>
          <summary className="cursor-pointer py-1 break-words">
            Script generated from {one.template_title} v{one.template_version},{' '}
            <time dateTime={one.created_at} title={`${moment(one.created_at)}, by ${one.created_by}`}>
              {age(one.created_at, now)}
            </time>
          </summary>
          <div className="flex flex-col gap-2">
            <MaskHint script={one.redacted_script}>Generate it again to copy it.</MaskHint>
            <CodeBlock code={one.redacted_script} language={LANGUAGES[one.language].name} copyable={isCopyable(one)} />
          </div>
        </details>
      ))}
    </section>
  )
}
