import { FileCheck, Network } from 'lucide-react'
import { Menu, MenuItem, type MenuProps } from '@/ui/Menu'

export default function SessionMenuOpen({ trigger, onCase, onMap }: { trigger: MenuProps['trigger']; onCase: () => void; onMap: () => void }) {
  return (
    <Menu trigger={trigger} defaultOpen>
      <MenuItem onSelect={onMap}>
        <Network size={16} strokeWidth={1.75} aria-hidden /> Add a network diagram
      </MenuItem>
      <MenuItem onSelect={onCase}>
        <FileCheck size={16} strokeWidth={1.75} aria-hidden /> Make this session a case
      </MenuItem>
    </Menu>
  )
}
