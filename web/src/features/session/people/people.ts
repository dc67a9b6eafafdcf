import { createContext, use } from 'react'
import { makeStore, useStore } from '@/lib/store'
import { RemoteRows, type Heard, type Mark } from './remote'
import { NOBODY, textMoved, type Lease, type Person, type Sight } from './sight'

type Me = Pick<Person, 'id' | 'name'>

/** The others at one session: who they are, what they edit, which rows they moved. */
export class People {
  /** Of this page, for as long as it is open. */
  readonly tab = crypto.randomUUID()
  readonly sight = makeStore<Sight>(NOBODY)
  readonly remote = new RemoteRows()
  /** Who has this page. */
  private readonly own = makeStore<Me | undefined>(undefined)

  get me(): Me | undefined {
    return this.own.get()
  }

  introduce = (id: string, name: string) => this.own.set({ id, name })

  /** True: a text that another person edits has moved. */
  see(sight: Sight): boolean {
    const moved = textMoved(this.sight.get(), sight, this.me?.id)
    this.sight.set(sight)
    return moved
  }

  /** As an answer tells before the stream does. */
  seeLease(lease: Lease) {
    const { people, leases } = this.sight.get()
    this.sight.set({ people, leases: [...leases.filter(({ part }) => part !== lease.part), lease] })
  }

  hear = (event: Heard) => this.remote.hear(event, this.me?.id)
}

export const PeopleContext = createContext(new People())

export const usePeople = (): People => use(PeopleContext)

/** Set for some seconds after someone else moved this row. */
export const useRemote = (id: string): Mark | undefined => useStore(usePeople().remote.marks).get(id)
