import { screen } from '@testing-library/dom'
import { MoreHorizontal, Pencil } from 'lucide-react'
import { useState } from 'react'
import { Button } from '@/ui/Button'
import { Dialog } from '@/ui/Dialog'
import { IconButton } from '@/ui/IconButton'
import { Menu, MenuChoice, MenuItem, MenuLine } from '@/ui/Menu'
import { Tooltip } from '@/ui/Tooltip'
import type { Story } from '../story'

const nothing = () => undefined

function AMenu() {
  const [sort, setSort] = useState<'newest' | 'oldest'>('newest')
  return (
    <Menu defaultOpen trigger={<IconButton name="More" icon={MoreHorizontal} />}>
      <MenuItem onSelect={nothing}>
        <Pencil size={16} strokeWidth={1.75} aria-hidden /> Rename
      </MenuItem>
      <MenuItem onSelect={nothing}>Copy the link</MenuItem>
      <MenuLine />
      <MenuChoice
        label="Order"
        value={sort}
        onChange={setSort}
        options={[
          { value: 'newest', label: 'Newest first' },
          { value: 'oldest', label: 'Oldest first' },
        ]}
      />
    </Menu>
  )
}

const lines = Array.from({ length: 40 }, (_, line) => `Line ${line + 1} of what does not fit.`)

export const overlays: Story[] = [
  {
    name: 'Dialog',
    show: () => (
      <Dialog open onClose={nothing} title="Discard this draft?" description="The published version stays.">
        <div className="flex justify-end gap-2">
          <Button>Keep it</Button>
          <Button variant="danger">Discard</Button>
        </div>
      </Dialog>
    ),
  },
  {
    name: 'Dialog that stays',
    show: () => (
      <Dialog open persistent onClose={nothing} title="Sign in again">
        <p>What you typed is kept.</p>
        <Button variant="primary" className="mt-3">Sign in</Button>
      </Dialog>
    ),
  },
  {
    name: 'Dialog with a long text',
    show: () => (
      <Dialog open wide onClose={nothing} title="Requests">
        {lines.map((line) => (
          <p key={line}>{line}</p>
        ))}
        <Button className="mt-3">Close it</Button>
      </Dialog>
    ),
  },
  { name: 'Menu', show: AMenu, play: () => screen.findByRole('menuitem', { name: 'Rename' }) },
  {
    name: 'Tooltip',
    show: () => (
      <Tooltip text="Hide the task lane" keys="]">
        <button type="button" aria-label="Hide the task lane" className="rounded-ctl border border-ctl px-2 py-1">
          Lane
        </button>
      </Tooltip>
    ),
    play: (user) => user.tab(),
  },
]
