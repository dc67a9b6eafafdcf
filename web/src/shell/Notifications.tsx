import { CircleAlert, CircleCheck, TriangleAlert } from 'lucide-react'
import { moment } from '@/lib/time'
import { useStore } from '@/lib/store'
import { Dialog } from '@/ui/Dialog'
import { notices, type Notice } from '@/ui/notices'

const LOOKS = {
  done: { icon: CircleCheck, label: 'Done', className: 'text-green-fg' },
  warn: { icon: TriangleAlert, label: 'Warning', className: 'text-amber-fg' },
  failed: { icon: CircleAlert, label: 'Failed', className: 'text-red-fg' },
} as const

export default function Notifications({ onClose }: { onClose: () => void }) {
  const all = useStore(notices)
  return (
    <Dialog open onClose={onClose} title="Notifications" description="What this page told you since it was opened.">
      {all.length === 0 && <p className="text-fg2">Nothing yet.</p>}
      <ol className="divide-y divide-line">
        {all.map((notice, index) => (
          <Row key={`${notice.at}${index}`} notice={notice} />
        ))}
      </ol>
    </Dialog>
  )
}

function Row({ notice: { at, tone, text, description } }: { notice: Notice }) {
  const { icon: Icon, label, className } = LOOKS[tone]
  return (
    <li className="flex gap-2.5 py-2">
      <Icon size={16} strokeWidth={1.75} aria-label={label} className={`mt-0.5 shrink-0 ${className}`} />
      <div className="min-w-0 flex-1">
        <p className="break-words">{text}</p>
        {description && <p className="break-words text-fg2">{description}</p>}
        <time dateTime={at} className="text-meta text-fg3">
          {moment(at)}
        </time>
      </div>
    </li>
  )
}
