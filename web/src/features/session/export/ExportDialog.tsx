import { useMutation } from '@tanstack/react-query'
import { Download } from 'lucide-react'
import { useState } from 'react'
import { http, unwrap } from '@/api/client'
import { download } from '@/lib/download'
import { Button } from '@/ui/Button'
import { Dialog } from '@/ui/Dialog'
import { RadioCards } from '@/ui/RadioCards'
import { ErrorState } from '@/ui/states'

type Format = 'html' | 'md' | 'json'

const FORMATS = [
  { value: 'html', label: 'Printable page', hint: 'HTML: to read, print or save as PDF' },
  { value: 'md', label: 'Markdown', hint: 'To paste into a wiki or a ticket' },
  { value: 'json', label: 'JSON', hint: 'For programs; its schema is in the API’s description' },
] as const

interface Taken {
  name: string
  data: Blob
}

/** The whole session as a file. The server masks secrets and writes down who took it. */
export default function ExportDialog({ sessionId, onClose }: { sessionId: string; onClose: () => void }) {
  const [format, setFormat] = useState<Format>('html')
  const take = useMutation({ mutationFn: () => fetchFile(sessionId, format), onSuccess: ({ name, data }) => download(name, data) })
  return (
    <Dialog
      open
      wide
      onClose={onClose}
      title="Export this session"
      description="What is known, checks, fixes with their scripts, notes and the conversation. Secrets are masked; attached files are named, not contained."
    >
      <div className="flex flex-col gap-3">
        <RadioCards label="Format" value={format} options={FORMATS} onChange={setFormat} />
        {take.error && <ErrorState what="No file was made." error={take.error} onRetry={() => take.mutate()} />}
        <div className="flex items-center justify-end gap-3">
          <p role="status" className="text-fg2">
            {take.isPending ? 'Writing the file' : take.data ? `${take.data.name} is downloaded.` : ''}
          </p>
          <Button variant="primary" idle={take.isPending} onClick={() => take.mutate()}>
            <Download size={16} strokeWidth={1.75} aria-hidden /> Download
          </Button>
        </div>
      </div>
    </Dialog>
  )
}

async function fetchFile(sessionId: string, format: Format): Promise<Taken> {
  const params = { path: { session_id: sessionId }, query: { format } }
  const call = http.GET('/api/v1/ai-sessions/{session_id}/export', { params, parseAs: 'blob' })
  const data = await unwrap(call)
  const headers = (await call).response.headers
  const named = /filename="([^"]+)"/.exec(headers.get('content-disposition') ?? '')
  return { name: named?.[1] ?? `session.${format}`, data }
}
