import { useRouter, type ErrorComponentProps } from '@tanstack/react-router'
import { isOldVersion } from '@/lib/version'
import { Button } from '@/ui/Button'
import { Page } from '@/ui/Page'
import { EmptyState, ErrorState } from '@/ui/states'

export function PageFailure({ error, reset }: ErrorComponentProps) {
  const router = useRouter()
  if (isOldVersion(error)) {
    return (
      <Page title="New version">
        <EmptyState action={<Button onClick={() => window.location.reload()}>Reload</Button>}>
          Resolvent was updated, or could not be reached. Reload to go on.
        </EmptyState>
      </Page>
    )
  }
  const retry = () => {
    reset()
    void router.invalidate()
  }
  return (
    <Page title="Something went wrong">
      <ErrorState what="This page could not be shown." error={error} onRetry={retry} />
    </Page>
  )
}
