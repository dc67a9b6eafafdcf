import { useParams } from '@tanstack/react-router'
import { Page } from '@/ui/Page'
import { EmptyState } from '@/ui/states'

export default function SessionPage() {
  const { sessionId } = useParams({ from: '/app/pilot/$sessionId' })
  return (
    <Page title="Session">
      <EmptyState>The conversation of session {sessionId} is not shown in this version yet.</EmptyState>
    </Page>
  )
}
