import { Button } from '@/ui/Button'
import { EmptyState } from '@/ui/states'

/** Of a diagram without devices. */
export const Nothing = ({ onAddNode }: { onAddNode: () => void }) => (
  <EmptyState action={<Button onClick={onAddNode}>Add the first device</Button>}>
    Nothing is drawn yet. Begin with what connects the site: its firewall or its router.
  </EmptyState>
)
