import { BookOpenText, Download, FileCheck, Network } from 'lucide-react'
import { Menu, MenuItem, type MenuProps } from '@/ui/Menu'

interface Props {
  trigger: MenuProps['trigger']
  onCase: () => void
  onExport: () => void
  onMap: () => void
  /** Only of a resolved one. */
  onPlaybook: (() => void) | undefined
}

export default function SessionMenuOpen({ trigger, onCase, onExport, onMap, onPlaybook }: Props) {
  return (
    <Menu trigger={trigger} defaultOpen>
      <MenuItem onSelect={onMap}>
        <Network size={16} strokeWidth={1.75} aria-hidden /> Add a network diagram
      </MenuItem>
      {onPlaybook && (
        <MenuItem onSelect={onPlaybook}>
          <BookOpenText size={16} strokeWidth={1.75} aria-hidden /> Make a playbook
        </MenuItem>
      )}
      <MenuItem onSelect={onExport}>
        <Download size={16} strokeWidth={1.75} aria-hidden /> Export…
      </MenuItem>
      <MenuItem onSelect={onCase}>
        <FileCheck size={16} strokeWidth={1.75} aria-hidden /> Make this session a case
      </MenuItem>
    </Menu>
  )
}
