import { Button } from '@/ui/Button'
import type { Talk } from '../model/talk'

/** Messages that are written and not sent: for the end of an answer, or for a server that can't be reached. */
export function Waiting({ talk, onBack }: { talk: Talk; onBack: (text: string) => void }) {
  return (
    <>
      {talk.kept.map(({ key, text }) => (
        <Row key={key} label="Sends when Resolvent can be reached: " text={text} onCancel={() => onBack(talk.unkeep(key))} />
      ))}
      {talk.queued && (
        <Row label="Sends after this answer: " text={talk.queued} onCancel={() => onBack(talk.unqueue())} />
      )}
    </>
  )
}

const Row = ({ label, text, onCancel }: { label: string; text: string; onCancel: () => void }) => (
  <div className="mb-2 flex items-center gap-2 rounded-ctl border border-line bg-sunken px-3 py-1">
    <p className="min-w-0 flex-1 truncate">
      <span className="text-meta font-medium text-fg3">{label}</span>
      {text.slice(0, 300)}
    </p>
    <Button variant="ghost" onClick={onCancel}>
      Cancel
    </Button>
  </div>
)
