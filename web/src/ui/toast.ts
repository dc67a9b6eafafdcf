import type { toast as Toast } from 'sonner'
import { keepNotice } from './notices'
import { reason } from './states'

interface ToastAction {
  label: string
  onClick: () => void
}

interface More {
  /** A second line, where the first does not say it all. */
  description?: string | undefined
  second?: ToastAction | undefined
}

const show = (tell: (toast: typeof Toast) => void) => void import('sonner').then(({ toast }) => tell(toast))

/** Success leaves by itself; warnings and errors stay until dismissed, each once however often it is said. */
export const say = {
  done: (text: string, action?: ToastAction, { description, second }: More = {}) => {
    keepNotice({ tone: 'done', text, description })
    show((toast) => toast.success(text, { duration: 8_000, description, action, cancel: second }))
  },
  warn: (text: string, action?: ToastAction, { description, second }: More = {}) => {
    keepNotice({ tone: 'warn', text, description })
    show((toast) => toast.warning(text, { id: text, duration: Infinity, description, action, cancel: second }))
  },
  failed: (what: string, error?: unknown, action?: ToastAction, more: More = {}) => {
    const description = error === undefined ? more.description : reason(error)
    keepNotice({ tone: 'failed', text: what, description })
    show((toast) => toast.error(what, { id: what, duration: Infinity, description, action, cancel: more.second }))
  },
}
