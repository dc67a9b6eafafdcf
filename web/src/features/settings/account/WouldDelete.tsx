import type { Schemas } from '@/api/client'

const count = (value: number) => value.toLocaleString('en')
const day = (moment: string | null) => (moment ?? '').slice(0, 10)

/** The dry run in words. */
export function WouldDelete({ would }: { would: Schemas['WouldDelete'] }) {
  if (would.sessions === 0) return <p>With {would.days} days, nothing would be deleted now.</p>
  return (
    <div className="rounded-ctl border border-line bg-sunken px-3 py-2">
      <p className="font-medium">
        With {would.days} days, {count(would.sessions)} {would.sessions === 1 ? 'session' : 'sessions'} would be deleted now.
      </p>
      <p>
        In them: {count(would.messages)} messages and {count(would.attachments)} files ({count(would.attachment_bytes)} bytes).
      </p>
      <p className="break-words">
        Oldest: {would.oldest_title}, closed {day(would.oldest_closed_at)}
      </p>
      <p className="break-words">
        Newest: {would.newest_title}, closed {day(would.newest_closed_at)}
      </p>
    </div>
  )
}
