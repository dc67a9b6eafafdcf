import { useState } from 'react'
import { useMutation } from '@tanstack/react-query'
import { ApiError, http, unwrap } from '@/api/client'
import type { Report } from './queries'

export type Step = Report['steps'][number]

/** A check as far as it has come. */
export interface Progress {
  steps: readonly Step[]
  /** The step that is being tried. */
  begun: string | undefined
}

type Line = { begun: string } | { step: Step } | { report: Report } | { problem: string }

const NOTHING: Progress = { steps: [], begun: undefined }

/** The lines of a text that comes in pieces. */
async function* linesOf(stream: ReadableStream<Uint8Array>): AsyncGenerator<string> {
  const reader = stream.pipeThrough(new TextDecoderStream() as TransformStream<Uint8Array, string>).getReader()
  let rest = ''
  for (;;) {
    const { done, value } = await reader.read()
    rest += value ?? ''
    const lines = rest.split('\n')
    rest = lines.pop() ?? ''
    yield* lines
    if (done) break
  }
  if (rest) yield rest
}

export const advance = ({ steps }: Progress, line: Line): Progress =>
  'step' in line ? { steps: [...steps, line.step], begun: undefined } : { steps, begun: 'begun' in line ? line.begun : undefined }

/** Tries a connection; each step shows as it is known. */
export function useCheckConnection(connectionId: string) {
  const [progress, setProgress] = useState(NOTHING)
  const check = useMutation<Report, ApiError>({
    mutationFn: async () => {
      setProgress(NOTHING)
      const stream = await unwrap(
        http.POST('/api/v1/connections/{connection_id}/check/steps', {
          params: { path: { connection_id: connectionId } },
          parseAs: 'stream',
        }),
      )
      if (!stream) throw cutOff()
      for await (const text of linesOf(stream)) {
        const line = JSON.parse(text) as Line
        if ('report' in line) return line.report
        if ('problem' in line) throw new ApiError(502, 'psa_failed', line.problem)
        setProgress((before) => advance(before, line))
      }
      throw cutOff()
    },
  })
  return { check, progress }
}

const cutOff = () => new ApiError(0, 'cut_off', 'The test was cut off before its end. Try it again.')
