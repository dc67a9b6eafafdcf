import { configure } from '@testing-library/dom'
import { userEvent } from '@testing-library/user-event'
import './gallery.css'
import { componentsOf } from './components'
import { mount, mountNode } from './mount'
import { settle } from './network'
import { groups } from './stories'
import { held, isScreen, slugOf, type Group, type Story } from './story'

const BASE = '/__gallery'
// Generous: two cores may be shared by many.
configure({ asyncUtilTimeout: 15_000 })

function Index() {
  return (
    <main className="mx-auto flex max-w-3xl flex-col gap-4 p-6">
      <h1 className="text-page font-semibold">Every component in every state</h1>
      {groups.map(({ group, stories }) => (
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

async function open(place: HTMLElement, { group }: Group, story: Story) {
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
const [, , wanted, slug] = window.location.pathname.split('/')
const group = groups.find((one) => one.group === wanted)
const story = group?.stories.find((one) => slugOf(one) === slug)
if (group && story) void open(place, group, story)
else {
  mountNode(place, <Index />)
  tell('ready')
}
