import { useQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import { ApiError } from '@/api/client'
import { ErrorState, Skeleton } from '@/ui/states'
import { formQuery } from '../model/scripts'
import type { Fix, Whole } from '../model/types'
import { PanelFrame } from './PanelFrame'
import { TemplateForm } from './TemplateForm'

export interface TemplatePanelProps {
  whole: Whole
  fix: Fix
  onClose: () => void
  /** The template is not in the library any more. */
  onGone: () => void
}

export function TemplatePanel({ whole, fix, onClose, onGone }: TemplatePanelProps) {
  const { data: form, error, refetch } = useQuery(formQuery(whole.session.id, fix.id))
  const gone = error instanceof ApiError && error.code === 'template_gone'
  useEffect(() => {
    if (gone) onGone()
  }, [gone, onGone])
  return (
    <PanelFrame title={form ? `Template: ${form.template.title} v${form.template.version}` : 'Template'} onClose={onClose}>
      {form ? (
        <TemplateForm whole={whole} fix={fix} form={form} onClose={onClose} onGone={onGone} />
      ) : error && !gone ? (
        <ErrorState what="The form could not be loaded." error={error} onRetry={() => void refetch()} />
      ) : (
        <Skeleton lines={4} label="Loading the form" />
      )}
    </PanelFrame>
  )
}
