import { CircleCheck, CircleX } from 'lucide-react'
import type { TestResult as Result } from './queries'

const seconds = (milliseconds: number | null) =>
  milliseconds === null ? undefined : `${(milliseconds / 1000).toLocaleString('en', { maximumFractionDigits: 2 })} s`

/** What one short question brought: the answer and how long it took, or why there is none. */
export function TestResult({ result }: { result: Result }) {
  if (!result.ok) {
    return (
      <div role="status" className="flex gap-2 rounded-ctl bg-red-bg px-3 py-2 text-red-fg">
        <CircleX size={16} strokeWidth={1.75} aria-hidden className="mt-0.5 shrink-0" />
        <p className="min-w-0 break-words">{result.detail ?? 'It did not answer.'}</p>
      </div>
    )
  }
  return (
    <div role="status" className="flex gap-2 rounded-ctl bg-green-bg px-3 py-2 text-green-fg">
      <CircleCheck size={16} strokeWidth={1.75} aria-hidden className="mt-0.5 shrink-0" />
      <div className="min-w-0">
        <p className="font-medium break-words">
          {result.model} works: first text after {seconds(result.first_ms)}, whole answer after {seconds(result.total_ms)}.
        </p>
        <p className="break-words">It said: {result.answer?.trim()}</p>
      </div>
    </div>
  )
}
