import { useQuery } from '@tanstack/react-query'
import { Download } from 'lucide-react'
import { http, unwrap } from '@/api/client'
import { download } from '@/lib/download'
import { Button } from '@/ui/Button'
import { CodeBlock } from '@/ui/CodeBlock'
import { Dialog } from '@/ui/Dialog'
import { ErrorState, Skeleton } from '@/ui/states'

/** The session as a quality case: shown, never kept. Every opening makes it anew from the session as it is. */
export default function CaseDialog({ sessionId, onClose }: { sessionId: string; onClose: () => void }) {
  const { data, error, refetch } = useQuery({
    queryKey: ['case', sessionId],
    queryFn: () =>
      unwrap(http.POST('/api/v1/ai-sessions/{session_id}/case', { params: { path: { session_id: sessionId } }, body: {} })),
    staleTime: Infinity,
    gcTime: 0,
    retry: false,
  })
  return (
    <Dialog
      open
      wide
      onClose={onClose}
      title="This session as a case"
      description="A test that plays this session again. Secrets and names are replaced; nothing is kept here."
    >
      {error && <ErrorState what="No case was made." error={error} onRetry={() => void refetch()} />}
      {!data && !error && <Skeleton lines={8} />}
      {data && (
        <div className="flex flex-col gap-3">
          <section aria-label="Before you keep it">
            <h3 className="font-medium">Before you keep it</h3>
            <ul className="mt-1 list-disc pl-5 text-fg2">
              {data.look_at.map((one) => (
                <li key={one} className="break-words">
                  {one}
                </li>
              ))}
            </ul>
          </section>
          <CodeBlock code={data.yaml} language="yaml" />
          <p className="text-fg2">
            Save it as <code className="font-mono text-code break-all">{data.name}/case.yaml</code> in a folder of your cases, and
            play them with <code className="font-mono text-code">resolvent eval --folder FOLDER</code>.
          </p>
          <div className="flex justify-end gap-2">
            <Button variant="primary" onClick={() => download('case.yaml', new Blob([data.yaml], { type: 'application/yaml' }))}>
              <Download size={16} strokeWidth={1.75} aria-hidden /> Download case.yaml
            </Button>
          </div>
        </div>
      )}
    </Dialog>
  )
}
