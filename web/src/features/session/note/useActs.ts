import { useNavigate } from '@tanstack/react-router'
import { copyText } from '@/lib/clipboard'
import { say } from '@/ui/toast'
import type { Writeback } from '../model/types'
import { asked } from './asked'
import { useRetryWriteback } from './posting'
import type { Act } from './words'

export interface ActButton {
  act: Act
  label: string
  onClick: () => void
}

/** The buttons that follow a result, the same in its message and in the timeline. `statusId`: picked in place of the wanted one. */
export function useActs(sessionId: string, ticketUrl: string | undefined, statusId?: string) {
  const navigate = useNavigate()
  const retry = useRetryWriteback(sessionId)
  const again = (writeback: Writeback) => () => retry.mutate({ writebackId: writeback.id })
  const buttonsOf = (writeback: Writeback, acts: readonly Act[]): ActButton[] => {
    const all: Record<Act, Omit<ActButton, 'act'> | undefined> = {
      open: ticketUrl && writeback.note_id !== null
        ? { label: 'Open ticket', onClick: () => window.open(ticketUrl, '_blank', 'noopener') }
        : undefined,
      again: statusId
        ? { label: 'Set this status', onClick: () => retry.mutate({ writebackId: writeback.id, statusId }) }
        : { label: 'Set again', onClick: again(writeback) },
      retry: { label: 'Retry', onClick: again(writeback) },
      copy: { label: 'Copy note', onClick: () => void copyNote(writeback.text) },
      link: { label: 'Link ticket', onClick: () => asked.set({ what: 'link' }) },
      status: {
        label: 'Set status',
        onClick: () => asked.set({ what: 'status', writebackId: writeback.id, kind: writeback.kind }),
      },
      settings: { label: 'Settings', onClick: () => void navigate({ to: writeback.step === 'SKIPPED' ? '/settings/status' : '/settings/psa' }) },
    }
    return acts.flatMap((act) => (all[act] ? [{ act, ...all[act] }] : []))
  }
  return { buttonsOf, retrying: retry.isPending }
}

export async function copyNote(text: string) {
  if (await copyText(text)) say.done('Note copied')
  else say.failed('The browser did not allow copying. Select the text and copy it by hand.')
}
