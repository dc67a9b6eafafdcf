import { FileCheck } from 'lucide-react'
import { Menu, MenuItem, type MenuProps } from '@/ui/Menu'

export default function SessionMenuOpen({ trigger, onCase }: { trigger: MenuProps['trigger']; onCase: () => void }) {
  return (
    <Menu trigger={trigger} defaultOpen>
      <MenuItem onSelect={onCase}>
        <FileCheck size={16} strokeWidth={1.75} aria-hidden /> Make this session a case
      </MenuItem>
    </Menu>
  )
}
