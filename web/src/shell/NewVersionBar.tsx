import { useEffect, useState } from 'react'
import { useStore } from '@/lib/store'
import { newVersion, watchVersion } from '@/lib/version'
import { Button } from '@/ui/Button'

/** Quiet: what is being done can be finished first. */
export function NewVersionBar() {
  const there = useStore(newVersion)
  const [later, setLater] = useState(false)
  useEffect(() => watchVersion(), [])
  if (!there || later) return null
  return (
    <div role="status" className="flex shrink-0 flex-wrap items-center gap-2 border-b border-line bg-surface px-3 py-1">
      <span className="flex-1">New version. What you typed is kept.</span>
      <Button small onClick={() => window.location.reload()}>
        Reload
      </Button>
      <Button
        small
        variant="ghost"
        onClick={() => {
          setLater(true)
          document.getElementById('main')?.focus()
        }}
      >
        Later
      </Button>
    </div>
  )
}
