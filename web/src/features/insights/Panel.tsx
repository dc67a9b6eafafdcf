import { Download } from 'lucide-react'
import { useId, type ReactNode } from 'react'
import { buttonLook } from '@/ui/Button'

/** One view of the figures, with its file. */
export function Panel({ title, file, children }: { title: string; file: string; children: ReactNode }) {
  const id = useId()
  return (
    <section aria-labelledby={id} className="flex flex-col gap-3 rounded-card border border-line bg-surface p-4">
      <div className="flex flex-wrap items-center justify-between gap-2">
        <h2 id={id} className="text-panel font-semibold">
          {title}
        </h2>
        <a href={file} download aria-label={`Download as CSV: ${title}`} className={buttonLook('ghost')}>
          <Download size={16} strokeWidth={1.75} aria-hidden /> CSV
        </a>
      </div>
      {children}
    </section>
  )
}
