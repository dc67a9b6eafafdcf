import type { Fix, Whole } from '../model/types'
import { IRanIt } from './IRanIt'
import { GONE, PanelFrame } from './PanelFrame'

interface ManualPanelProps {
  whole: Whole
  fix: Fix
  gone: boolean
  settled: boolean
  onClose: () => void
}

/** A fix without any script: what the card says is done by hand. */
export function ManualPanel({ whole, fix, gone, settled, onClose }: ManualPanelProps) {
  const scripted = fix.template_id !== null && !gone
  return (
    <PanelFrame title={scripted ? 'This fix is settled' : 'No script for this fix'} onClose={onClose}>
      <p className="text-fg2">
        {gone && `${GONE} `}
        {scripted
          ? 'The script that was generated for it stands below the card.'
          : !settled && 'Do what the card says by hand, then tell how it went.'}
      </p>
      <IRanIt whole={whole} fix={fix} ready label="I did it" />
    </PanelFrame>
  )
}
