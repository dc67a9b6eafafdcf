import { toast } from 'sonner'
import { reason } from './states'

interface ToastAction {
  label: string
  onClick: () => void
}

/** Success leaves by itself; warnings and errors stay until dismissed. */
export const say = {
  done: (text: string, action?: ToastAction) => toast.success(text, { duration: 8_000, action }),
  warn: (text: string, action?: ToastAction) => toast.warning(text, { duration: Infinity, action }),
  failed: (what: string, error?: unknown, action?: ToastAction) =>
    toast.error(what, { duration: Infinity, description: error === undefined ? undefined : reason(error), action }),
}
