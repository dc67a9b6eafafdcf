import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { http, unwrap } from '@/api/client'

/** Which session the diagram is looked for, and the way back to it. */
export function SessionBanner({ sessionId }: { sessionId: string }) {
  const { data } = useQuery({
    queryKey: ['session-name', sessionId],
    queryFn: ({ signal }) => unwrap(http.GET('/api/v1/ai-sessions/{session_id}', { params: { path: { session_id: sessionId } }, signal })),
    select: ({ session }) => session.title,
  })
  return (
    <p className="rounded-card border border-cyan-bd bg-cyan-bg px-3 py-2 text-cyan-fg">
      Choose what becomes evidence in{' '}
      <Link to="/pilot/$sessionId" params={{ sessionId }} className="font-medium underline">
        {data ?? 'the session'}
      </Link>
      : open a diagram, then “Add to session”.
    </p>
  )
}
