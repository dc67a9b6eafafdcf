import { Plus, Search, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { Button } from '@/ui/Button'
import { Select, TextArea, TextField } from '@/ui/Field'
import { IconButton } from '@/ui/IconButton'
import { Keys } from '@/ui/Keys'
import { RadioCards } from '@/ui/RadioCards'
import { SearchField } from '@/ui/SearchField'
import { Tag } from '@/ui/Tag'
import { ToggleGroup } from '@/ui/ToggleGroup'
import type { Story } from '../story'

const nothing = () => undefined
const ROW = 'flex flex-wrap items-center gap-2'

function Buttons() {
  return (
    <div className="flex flex-col gap-3">
      {[false, true].map((small) => (
        <div key={String(small)} className={ROW}>
          <Button small={small} variant="primary">Confirm</Button>
          <Button small={small}>Refresh</Button>
          <Button small={small} variant="ghost">Cancel</Button>
          <Button small={small} variant="danger">Discard</Button>
          <Button small={small} idle>Saving</Button>
          <Button small={small} variant="primary" idle>Posting</Button>
        </div>
      ))}
      <div className={ROW}>
        <IconButton name="Add" icon={Plus} />
        <IconButton name="Pressed" icon={Search} aria-pressed />
        <IconButton name="Not possible" icon={Trash2} disabled />
        <Keys keys="$mod+k" />
      </div>
    </div>
  )
}

const Tags = () => (
  <div className={ROW}>
    <Tag>Draft</Tag>
    <Tag tone="amber">proposed by the assistant</Tag>
    <Tag tone="cyan">from session (F2)</Tag>
    <Tag tone="green">Resolved</Tag>
    <Tag tone="red">Failed</Tag>
    <Tag tone="accent">New</Tag>
    <Tag icon={Search}>With an icon</Tag>
  </div>
)

const OPTIONS = [
  { value: 'a', label: 'Printers' },
  { value: 'b', label: 'Accounts' },
] as const

function Fields() {
  return (
    <div className="flex flex-col gap-4">
      <TextField label="Name" hint="As colleagues know it." defaultValue="PRN-01" />
      <TextField label="Address" error="This is not a host name, such as PRN-01." defaultValue="not a host" mono />
      <TextField label="With an icon" icon={Search} placeholder="Search" />
      <TextField label="Not possible now" disabled defaultValue="Set by the server" />
      <Select label="Board" options={OPTIONS} />
      <Select label="Board with an error" options={OPTIONS} error="This board is closed." />
      <TextArea label="Notes" hint="Markdown." defaultValue={'The spooler stops.\nTwice since Monday.'} />
      <TextArea label="Notes with an error" error="This needs a value." rows={2} mono />
    </div>
  )
}

function Choices() {
  const [view, setView] = useState<'preview' | 'edit' | 'changes'>('preview')
  const [way, setWay] = useState<'once' | 'draft' | 'builder'>('draft')
  return (
    <div className="flex flex-col gap-4">
      <ToggleGroup
        label="View"
        value={view}
        onChange={setView}
        options={[
          { value: 'preview', label: 'Preview' },
          { value: 'edit', label: 'Edit' },
          { value: 'changes', label: 'Changes 3' },
        ]}
      />
      <RadioCards
        label="What to do"
        value={way}
        onChange={setWay}
        options={[
          { value: 'once', label: 'Run once', hint: 'Copy it, no template' },
          { value: 'draft', label: 'Save as draft', hint: 'Recommended' },
          { value: 'builder', label: 'Builder', hint: 'Not possible', disabled: true },
        ]}
      />
      <SearchField label="Search" placeholder="Search" value="printer" onSettle={nothing} />
    </div>
  )
}

export const controls: Story[] = [
  { name: 'Buttons', show: Buttons, width: 560 },
  { name: 'Tags', show: Tags, width: 560 },
  { name: 'Fields', show: Fields },
  { name: 'Choices', show: Choices },
]
