import { useQuery } from '@tanstack/react-query'
import { useState, type ReactNode } from 'react'
import { useSettled } from '@/lib/useSettled'
import { ScriptEditor } from '@/ui/editor'
import { reviewQuery } from './review'
import { MASK } from './words'
import { TakeScript, type TakeScriptProps } from './TakeScript'

type EditedScriptProps = Pick<TakeScriptProps, 'name' | 'language' | 'onAcknowledge' | 'onTaken'> & { start: string; children: ReactNode }

/** A copy to change by hand before it is taken along: stored nowhere, gone when it is closed. */
export function EditedScript({ start, name, language, onAcknowledge, onTaken, children }: EditedScriptProps) {
  const [script, setScript] = useState(start)
  const settled = useSettled(script, 400)
  const { data, isPlaceholderData: older } = useQuery({ ...reviewQuery(settled, language), enabled: settled.trim() !== '' })
  const findings = settled === script && !older ? data?.findings : undefined
  return (
    <>
      <ScriptEditor label="Edited copy" value={script} language={language} onChange={setScript} className="max-h-80 rounded-ctl border border-ctl" />
      <p className="text-meta text-fg3">
        For this once: it is not stored. {start.includes(MASK) && `Secrets stay masked in it: put them in place of ${MASK} where you run it. `}
        Tab leaves the editor.
      </p>
      <TakeScript script={script} secret={false} findings={findings} {...{ name, language, onAcknowledge, onTaken }}>
        {children}
      </TakeScript>
    </>
  )
}
