import { useNavigate } from '@tanstack/react-router'
import { Archive, FileDown, LayoutGrid, PencilLine } from 'lucide-react'
import { download } from '@/lib/download'
import { Menu, MenuItem, MenuLine, type MenuProps } from '@/ui/Menu'
import type { DiagramBarProps } from './DiagramBar'
import { writeFile } from './model/file'
import type { Edit } from './model/edit'
import { useArchiveDiagram } from './queries'

function save(edit: Edit) {
  const name = `${edit.client} ${edit.title}`.replaceAll(/[^\p{L}\p{N}]+/gu, '-').replaceAll(/^-|-$/g, '') || 'diagram'
  download(`${name}.json`, new Blob([writeFile(edit)], { type: 'application/json' }))
}

const ICON = { size: 16, strokeWidth: 1.75, 'aria-hidden': true } as const

export default function DiagramMenu({ diagram, editing, onDetails, trigger }: Pick<DiagramBarProps, 'diagram' | 'editing' | 'onDetails'> & { trigger: MenuProps['trigger'] }) {
  const navigate = useNavigate()
  const { archive } = useArchiveDiagram()
  const { id, client, title } = diagram
  const toArchive = () =>
    archive.mutate({ id, title }, { onSuccess: () => void navigate({ to: '/map/$client', params: { client } }) })
  return (
    <Menu trigger={trigger} defaultOpen>
      <MenuItem onSelect={onDetails}>
        <PencilLine {...ICON} /> Title and client
      </MenuItem>
      <MenuItem onSelect={() => editing.act({ do: 'arrange' })}>
        <LayoutGrid {...ICON} /> Arrange anew
      </MenuItem>
      <MenuItem onSelect={() => save(editing.edit)}>
        <FileDown {...ICON} /> Export as JSON
      </MenuItem>
      <MenuLine />
      <MenuItem onSelect={toArchive}>
        <Archive {...ICON} /> Archive
      </MenuItem>
    </Menu>
  )
}
