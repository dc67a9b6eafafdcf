import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { percent } from '@/lib/percent'
import { CodeBlock } from '@/ui/CodeBlock'
import { Tag } from '@/ui/Tag'
import type { Book, Playbook } from './queries'
import { Versions } from './Versions'
import { tellState, toneOf } from './words'

/** What it knows, as it is read by a person. */
export function ReadPart({ playbook }: { playbook: Playbook }) {
  const { playbook: book, wrong, session_id: session } = playbook
  return (
    <div className="flex max-w-4xl flex-col gap-6">
      <div className="flex flex-col gap-2">
        {playbook.about && <p className="max-w-prose">{playbook.about}</p>}
        <ul className="flex flex-wrap gap-1.5" aria-label="About this playbook">
          <li>
            <Tag tone={toneOf(playbook)}>{tellState(playbook)}</Tag>
          </li>
          <li>
            <Tag>{playbook.slug}</Tag>
          </li>
          {playbook.version !== null && (
            <li>
              <Tag>Version {playbook.version}</Tag>
            </li>
          )}
        </ul>
        {playbook.source === 'account' && playbook.replaces_shipped && <p className="text-fg2">Published, it takes the place of the shipped playbook of this name.</p>}
        {session && (
          <p className="text-fg2">
            Made from{' '}
            <Link to="/pilot/$sessionId" params={{ sessionId: session }} className="text-accent underline">
              a resolved session
            </Link>
            .
          </p>
        )}
      </div>
      {wrong.length > 0 && (
        <div className="rounded-ctl bg-amber-bg px-3 py-2 text-amber-fg">
          <p>It can’t be published yet:</p>
          <ul className="list-disc pl-5">
            {wrong.map(({ line, field, message }) => (
              <li key={`${line} ${field} ${message}`}>
                {field && `${field}: `}
                {message}
              </li>
            ))}
          </ul>
        </div>
      )}
      {book && <Whole book={book} />}
      {playbook.source === 'account' && (
        <Part title="Versions">
          <Versions playbook={playbook} />
        </Part>
      )}
    </div>
  )
}

function Whole({ book }: { book: Book }) {
  const titleOf = (id: string) => book.causes.find((cause) => cause.id === id)?.title ?? id
  const total = book.causes.reduce((sum, { prior }) => sum + prior, 0)
  return (
    <>
      {book.symptoms.heard.length > 0 && (
        <Part title="As people tell it">
          <ul className="list-disc pl-5">
            {book.symptoms.heard.map((told) => (
              <li key={told} className="break-words">
                {told}
              </li>
            ))}
          </ul>
        </Part>
      )}
      <Part title="Symptoms">
        <Phrases name="Tells it by itself" phrases={book.symptoms.phrases} />
        <Phrases name="Topics" phrases={book.symptoms.topics} />
        <Phrases name="With a sign of trouble" phrases={book.symptoms.signs} />
        {book.symptoms.excludes.length > 0 && <Phrases name="Never" phrases={book.symptoms.excludes} />}
      </Part>
      <Part title="Causes">
        <ul className="list-disc pl-5">
          {book.causes.map(({ id, title, prior }) => (
            <li key={id}>
              {title} <span className="text-fg2">({percent(((1 - book.other) * prior) / total)} before anything is known)</span>
            </li>
          ))}
          <li className="text-fg2">something else ({percent(book.other)})</li>
        </ul>
      </Part>
      <Part title="Checks">
        {book.checks.map((check) => (
          <section key={check.id} aria-label={check.title} className="flex flex-col gap-1">
            <h3 className="font-medium">{check.title}</h3>
            <p className="text-fg2">
              About {check.minutes} min{check.where && `, ${check.where}`}
            </p>
            {check.command && <CodeBlock code={check.command} language={check.language} />}
            {check.hint && <p>{check.hint}</p>}
            <ul className="list-disc pl-5">
              {check.answers.map(({ id, label, fact }) => (
                <li key={id}>
                  <span className="font-medium">{label}</span>: {fact}
                </li>
              ))}
            </ul>
          </section>
        ))}
      </Part>
      <Part title="Fixes">
        {book.fixes.map((fix) => (
          <section key={fix.id} aria-label={fix.title} className="flex flex-col gap-1">
            <h3 className="font-medium">{fix.title}</h3>
            <p className="text-fg2">
              Cures {Object.entries(fix.cures).map(([id, often]) => `“${titleOf(id)}” (${percent(often)})`).join(', ')}. Risk: {fix.risk}; about {fix.minutes} min.{' '}
              {fix.template ? `Script template: ${fix.template}.` : 'By hand.'}
            </p>
            <p>{fix.rationale}</p>
            <p>Take care: {fix.caution}</p>
            {fix.by_hand && <p>By hand: {fix.by_hand}</p>}
            <p>Proof: {fix.verify}</p>
          </section>
        ))}
      </Part>
    </>
  )
}

function Phrases({ name, phrases }: { name: string; phrases: readonly string[] }) {
  return (
    <p className="break-words">
      <span className="text-fg2">{name}:</span> {phrases.join(' · ')}
    </p>
  )
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section aria-label={title} className="flex flex-col gap-3">
      <h2 className="text-panel font-semibold">{title}</h2>
      {children}
    </section>
  )
}
