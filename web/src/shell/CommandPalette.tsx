import { Dialog as Base } from '@base-ui/react/dialog'
import { Command } from 'cmdk'
import { Keys } from '@/ui/Keys'
import { useAllActions, type Action } from './actions'

const GROUPS: readonly Action['group'][] = ['This page', 'Session', 'Go to', 'General']

/** What a key would run wins: the newest action of a name hides older ones. */
const newest = (actions: readonly Action[]) => [...new Map(actions.map((action) => [action.id, action])).values()]

export default function CommandPalette({ onClose }: { onClose: () => void }) {
  const actions = newest(useAllActions()).filter(({ id }) => id !== 'palette')
  const choose = (action: Action) => {
    onClose()
    // After the dialog has given the focus back, so that the action may move it.
    window.setTimeout(action.run)
  }
  return (
    <Base.Root open onOpenChange={(open) => !open && onClose()}>
      <Base.Portal>
        <Base.Backdrop className="fixed inset-0 z-40 bg-[rgb(0_0_0/0.5)]" />
        <Base.Popup
          aria-label="Commands"
          className="fixed top-[12vh] left-1/2 z-40 w-[calc(100vw-2rem)] max-w-xl -translate-x-1/2 overflow-clip rounded-card border border-line bg-surface"
        >
          <Command label="Commands" loop>
            <Command.Input
              placeholder="Type what you want to do"
              className="h-11 w-full border-b border-line bg-transparent px-4 outline-none"
            />
            <Command.List label="Matching commands" className="max-h-[50vh] overflow-y-auto p-2">
              <Command.Empty className="px-2 py-4 text-fg2">No command has these words.</Command.Empty>
              {GROUPS.map((group) => (
                <Group key={group} name={group} actions={actions.filter((one) => one.group === group)} onChoose={choose} />
              ))}
            </Command.List>
          </Command>
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  )
}

function Group({ name, actions, onChoose }: { name: string; actions: Action[]; onChoose: (action: Action) => void }) {
  if (actions.length === 0) return null
  return (
    <Command.Group
      heading={name}
      className="[&_[cmdk-group-heading]]:px-2 [&_[cmdk-group-heading]]:py-1 [&_[cmdk-group-heading]]:text-meta [&_[cmdk-group-heading]]:text-fg3"
    >
      {actions.map((action) => (
        <Command.Item
          key={action.id}
          value={`${action.name} ${action.id}`}
          onSelect={() => onChoose(action)}
          className="flex h-8 items-center justify-between rounded-tag px-2 aria-selected:bg-sunken"
        >
          {action.name}
          {action.keys && <Keys keys={action.keys} />}
        </Command.Item>
      ))}
    </Command.Group>
  )
}
