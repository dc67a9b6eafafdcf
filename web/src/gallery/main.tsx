import { configure } from '@testing-library/dom'
import { userEvent } from '@testing-library/user-event'
import './gallery.css'
import { componentsOf } from './components'
import { mount, mountNode } from './mount'
import { settle } from './network'
import { groups } from './stories'
import { held, isScreen, slugOf, type Story } from './story'

const BASE = '/__gallery'
// Generous: two cores may be shared by many.
configure({ asyncUtilTimeout: 15_000 })

function Index({ all }: { all: readonly (readonly [group: string, stories: readonly Story[]])[] }) {
  return (
    <main className="mx-auto flex max-w-3xl flex-col gap-4 p-6">
      <h1 className="text-page font-semibold">Every component in every state</h1>
      {all.map(([group, stories]) => (
        <section key={group} aria-label={group}>
          <h2 className="text-panel font-semibold">{group}</h2>
          <ul className="list-disc pl-5">
            {stories.map((story) => (
              <li key={story.name}>
                <a className="text-accent underline" data-story={story.name} data-narrow={isScreen(story) && story.narrow} href={`${BASE}/${group}/${slugOf(story)}`}>
                  {story.name}
                </a>
              </li>
            ))}
          </ul>
        </section>
      ))}
    </main>
  )
}

/** The tests wait for this word. */
const tell = (state: string) => (document.documentElement.dataset.story = state)

async function open(place: HTMLElement, group: string, story: Story) {
  document.title = `${group}: ${story.name}`
  window.localStorage.clear()
  if (story.busy) held.count += 1
  mount(place, story)
  await settle()
  try {
    await story.play?.(userEvent.setup())
    await settle()
    tell('ready')
  } catch (error) {
    tell(`failed: ${error instanceof Error ? error.message.slice(0, 500) : String(error)}`)
  }
}

const place = document.getElementById('root')
if (!place) throw new Error('index.html has no #root')
Object.assign(window, { componentsOf: () => componentsOf(place) })

async function show(place: HTMLElement) {
  const [, , group = '', slug] = window.location.pathname.split('/')
  const story = (await groups[group]?.())?.find((one) => slugOf(one) === slug)
  if (story) return open(place, group, story)
  mountNode(place, <Index all={await Promise.all(Object.entries(groups).map(async ([name, load]) => [name, await load()] as const))} />)
  tell('ready')
}

void show(place)
