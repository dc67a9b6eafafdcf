import type { toast as Toast } from 'sonner'
import { keepNotice } from './notices'
import { reason } from './states'

interface ToastAction {
  label: string
  onClick: () => void
}

const show = (tell: (toast: typeof Toast) => void) => void import('sonner').then(({ toast }) => tell(toast))

/** Success leaves by itself; warnings and errors stay until dismissed. */
export const say = {
  done: (text: string, action?: ToastAction) => {
    keepNotice({ tone: 'done', text })
    show((toast) => toast.success(text, { duration: 8_000, action }))
  },
  warn: (text: string, action?: ToastAction) => {
    keepNotice({ tone: 'warn', text })
    show((toast) => toast.warning(text, { duration: Infinity, action }))
  },
  failed: (what: string, error?: unknown, action?: ToastAction) => {
    const description = error === undefined ? undefined : reason(error)
    keepNotice({ tone: 'failed', text: what, description })
    show((toast) => toast.error(what, { duration: Infinity, description, action }))
  },
}
