import { useQuery } from '@tanstack/react-query'
import { settingsQuery } from '@/api/queries'
import { RadioCards } from '@/ui/RadioCards'
import { ErrorState, FormError, Skeleton } from '@/ui/states'
import { Card } from '../Card'
import { POLICIES, readPreferences } from './preferences'
import { useChangePreferences } from './queries'
import { Tick } from './Tick'

/** What leaves for a model, and what happens when none answers. Saved as it is chosen. */
export function Privacy() {
  const settings = useQuery(settingsQuery)
  const change = useChangePreferences()
  if (settings.error && !settings.data) {
    return (
      <ErrorState what="These settings could not be loaded." error={settings.error} onRetry={() => void settings.refetch()} />
    )
  }
  if (!settings.data) return <Skeleton lines={4} label="Loading settings" />
  const stored = readPreferences(settings.data)
  const chosen = { ...stored, ...(change.isPending && change.variables) }
  return (
    <Card
      title="What a model sees"
      description="Known secrets, and what looks like one, are masked in any case. Names are put back into what comes back. Screenshots are sent as they are."
    >
      <RadioCards
        label="Names under another name"
        value={chosen.pseudonyms}
        options={POLICIES}
        onChange={(pseudonyms) => change.mutate({ pseudonyms })}
      />
      <Tick
        label="The playbook assistant answers when no model does"
        hint="its answer says so; otherwise the answer fails and can be tried again"
        checked={chosen.fall_back}
        onChange={(fall_back) => change.mutate({ fall_back })}
      />
      <FormError error={change.error} />
      <p role="status" className="sr-only">
        {change.isSuccess && 'Saved'}
      </p>
    </Card>
  )
}
