import { FEWEST } from '@/features/scripts/words'
import { count } from '@/features/settings/models/usage'
import { percent } from './measures'
import type { Insights } from './queries'
import { Table } from './Table'
import { groupName } from './words'

const COLUMNS = ['Used', 'Worked', 'Failed', 'Partly', 'Success', 'Likely between']

/** How scripts of templates did; few cases make a wide interval, fewer none. */
export function TemplateTable({ templates }: { templates: Insights['templates'] }) {
  if (templates.length === 0) return <p className="text-fg2">No template’s script was applied in this period.</p>
  return (
    <Table
      label="Templates: used, worked, and how sure that is"
      head="Template"
      columns={COLUMNS}
      rows={templates.map(({ template_id: id, kind, title, groups, used, worked, failed, partial, success }) => ({
        key: id ?? kind,
        name: groupName({ kind, name: title, groups }),
        cells: [
          ...[used, worked, failed, partial].map(count),
          success.whole === 0 ? '–' : `${success.whole < FEWEST ? count(success.part) : percent(success)} of ${count(success.whole)} told`,
          success.whole < FEWEST ? '–' : `${percent({ share: success.low })} and ${percent({ share: success.high })}`,
        ],
      }))}
    />
  )
}
