import { CopyButton } from '../CopyButton'

/** Below a field of a session that was closed while it was typed into. */
export const KeptHere = ({ text }: { text: string }) => (
  <div className="flex items-center gap-1 text-code text-fg2">
    <p role="status" className="min-w-0 flex-1">
      Not saved: the session is closed. It is kept here until the session is reopened.
    </p>
    <CopyButton name="Copy mine" text={text} />
  </div>
)
