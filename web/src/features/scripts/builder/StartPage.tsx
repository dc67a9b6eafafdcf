import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useEffect, useEffectEvent, useState } from 'react'
import type { Schemas } from '@/api/client'
import { local } from '@/lib/local'
import { Button } from '@/ui/Button'
import { Select, TextArea, TextField } from '@/ui/Field'
import { Page } from '@/ui/Page'
import { ErrorState, FormError, Skeleton } from '@/ui/states'
import { keptScript, useKeptSafe } from '../kept-script'
import { MaskHint } from '../MaskHint'
import { LANGUAGES, type Language } from '../words'
import { createDraft, draftKey } from './calls'

/** Typed and not yet a draft: kept in this browser, without secrets. */
const KEPT = { title: 'new-template.title', body: 'new-template.body' }
const OPTIONS = Object.entries(LANGUAGES).map(([value, { name }]) => ({ value, label: name }))

/** The way into the builder: from a session's fix, from a template, or from nothing. */
export default function StartPage() {
  const { from_session: sessionId, fix, template, copy } = useSearch({ from: '/app/scripts/builder' })
  const wish: Schemas['DraftCreate'] | undefined =
    sessionId && fix ? { session_id: sessionId, fix_id: fix } : template ? { template_id: template } : copy ? { copy_of: copy } : undefined
  return wish ? <Open key={JSON.stringify(wish)} wish={wish} /> : <Blank />
}

function useCreate() {
  const cache = useQueryClient()
  const navigate = useNavigate()
  return useMutation({
    mutationFn: createDraft,
    onSuccess: (draft) => {
      cache.setQueryData(draftKey(draft.id), draft)
      void cache.invalidateQueries({ queryKey: ['drafts'] })
      return navigate({ to: '/scripts/builder/$draftId', params: { draftId: draft.id }, replace: true })
    },
  })
}

function Open({ wish }: { wish: Schemas['DraftCreate'] }) {
  const create = useCreate()
  const start = useEffectEvent(() => create.mutate(wish))
  useEffect(() => {
    // A second mounting of the same page makes no second draft.
    const timer = window.setTimeout(start)
    return () => window.clearTimeout(timer)
  }, [])
  return (
    <Page title="Script Builder">
      {create.error ? (
        <ErrorState what="The draft could not be made." error={create.error} onRetry={() => create.mutate(wish)} />
      ) : (
        <Skeleton lines={6} label="Opening the builder" />
      )}
    </Page>
  )
}

function Blank() {
  const create = useCreate()
  const [title, setTitle] = useState(() => local.read(KEPT.title))
  const [language, setLanguage] = useState<Language>('powershell')
  const [body, setBody] = useState(() => keptScript.take(KEPT.body))
  useKeptSafe(KEPT.body, body, language)
  const typeTitle = (text: string) => {
    setTitle(text)
    local.write(KEPT.title, text)
  }
  const typeBody = (text: string) => {
    setBody(text)
    keptScript.note(KEPT.body, text)
  }
  const forget = () => {
    local.write(KEPT.title, '')
    keptScript.note(KEPT.body, '')
  }
  const submit = () => {
    const wish = { language, ...(title.trim() && { title: title.trim() }), ...(body.trim() && { body }) }
    create.mutate(wish, { onSuccess: forget })
  }
  return (
    <Page title="Script Builder">
      <form
        className="flex flex-col gap-3"
        onSubmit={(event) => {
          event.preventDefault()
          submit()
        }}
      >
        <p className="text-fg2">Make a template for the whole desk. Paste a script that works, or begin with an empty one.</p>
        <TextField label="Title" value={title} onChange={(event) => typeTitle(event.target.value)} />
        <Select label="Language" className="w-56" options={OPTIONS} value={language} onChange={(event) => setLanguage(event.target.value as Language)} />
        <TextArea label="Script" hint="May stay empty. “Extract parameters” in the builder finds what should be a parameter." rows={12} spellCheck={false} mono value={body} onChange={(event) => typeBody(event.target.value)} />
        <MaskHint script={body}>Put them in again, or make them parameters.</MaskHint>
        <FormError error={create.error} />
        <Button variant="primary" type="submit" className="self-start" idle={create.isPending}>
          {create.isPending ? 'Opening' : 'Open in the builder'}
        </Button>
      </form>
    </Page>
  )
}
