import { useMemo } from 'react'
import type { Document } from 'yaml'
import { Button } from '@/ui/Button'
import { add, itemsAt, open, put, type Path } from './document'
import { PartField } from './PartField'
import { LISTS, SYMPTOMS, TOP, type List } from './spec'

interface FormProps {
  document: Document
  onChange: (text: string) => void
}

/** The same text as fields. What is no YAML stays as it is, and says where. */
export function FormTab({ text, onChange, onLine }: { text: string; onChange: (text: string) => void; onLine: (line: number) => void }) {
  const { document, broken } = useMemo(() => open(text), [text])
  if (broken)
    return (
      <div role="alert" className="flex flex-col items-start gap-2 rounded-ctl bg-amber-bg px-3 py-2 text-amber-fg">
        <p>
          The form can’t show this text: line {broken.line}, {broken.message} Nothing of it is lost.
        </p>
        <Button onClick={() => onLine(broken.line)}>Mend it in the YAML</Button>
      </div>
    )
  const form = { document, onChange }
  return (
    <div className="flex flex-col gap-6">
      <fieldset className="flex flex-col gap-3">
        <legend className="mb-2 text-panel font-semibold">Problem</legend>
        {TOP.map((part) => (
          <PartField key={part.name} {...form} part={part} path={[part.name]} />
        ))}
        {SYMPTOMS.map((part) => (
          <PartField key={part.name} {...form} part={part} path={['symptoms', part.name]} />
        ))}
      </fieldset>
      {LISTS.map((list) => (
        <Items key={list.name} {...form} list={list} path={[list.name]} />
      ))}
    </div>
  )
}

function Items({ list, path, ...form }: FormProps & { list: List; path: Path }) {
  const { document, onChange } = form
  const items = itemsAt(document, path)
  const nested = path.length > 1
  const named = (item: Record<string, unknown>, at: number) => `${list.one} ${at + 1}${typeof item.title === 'string' ? `: ${item.title}` : ''}`
  // A free number: the id of one that was removed may be named elsewhere.
  const free = () => {
    let at = items.length + 1
    while (items.some(({ id }) => id === list.fresh(at).id)) at += 1
    return list.fresh(at)
  }
  return (
    <fieldset className="flex flex-col gap-3">
      <legend className={nested ? 'mb-1 font-medium' : 'mb-2 text-panel font-semibold'}>{list.title}</legend>
      {items.map((item, at) => (
        <fieldset key={at} className="flex min-w-0 flex-col gap-3 rounded-card border border-line p-3">
          <legend className="px-1 text-fg2 first-letter:uppercase">{named(item, at)}</legend>
          {list.parts.map((part) => (
            <PartField key={part.name} {...form} part={part} path={[...path, at, part.name]} />
          ))}
          {list.within && <Items {...form} list={list.within} path={[...path, at, list.within.name]} />}
          <Button variant="ghost" className="self-start" onClick={() => onChange(put(document, [...path, at], undefined))}>
            Remove this {list.one}
            <span className="sr-only">, {named(item, at)}</span>
          </Button>
        </fieldset>
      ))}
      <Button className="self-start" onClick={() => onChange(add(document, path, free()))}>
        Add {list.one === 'answer' ? 'an' : 'a'} {list.one}
      </Button>
    </fieldset>
  )
}
