import type { QueryClient } from '@tanstack/react-query'
import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
  redirect,
} from '@tanstack/react-router'
import { ApiError } from './api/client'
import { markKnown } from './api/expiry'
import { meQuery } from './api/queries'
import { readQueueFilters } from './features/escalations/filters'
import { readInsightFilters } from './features/insights/filters'
import { readPlaybookFilters } from './features/playbooks/filters'
import { readLibraryFilters } from './features/scripts/library/filters'
import { readSearchFilters } from './features/search/filters'
import { readFilters } from './features/sessions/filters'
import { readAuditFilters } from './features/settings/audit/filters'
import { AppShell } from './shell/AppShell'
import { NotFoundPage } from './shell/NotFoundPage'
import { PageFailure } from './shell/PageFailure'
import { Skeleton } from './ui/states'

const text = (value: unknown) => (typeof value === 'string' && value !== '' ? value : undefined)

const root = createRootRouteWithContext<{ client: QueryClient }>()({ component: Outlet })

const login = createRoute({
  getParentRoute: () => root,
  path: '/login',
  validateSearch: (search): { next?: string } => ({ next: text(search.next) }),
  component: lazyRouteComponent(() => import('./features/auth/LoginPage')),
})

/** Everything behind the sign-in. */
const app = createRoute({
  getParentRoute: () => root,
  id: 'app',
  component: AppShell,
  beforeLoad: async ({ context, location }) => {
    try {
      await context.client.ensureQueryData(meQuery)
      markKnown()
    } catch (error) {
      if (!(error instanceof ApiError && error.status === 401)) throw error
      throw redirect({ to: '/login', search: { next: location.href } })
    }
  },
})

const home = createRoute({
  getParentRoute: () => app,
  path: '/',
  beforeLoad: () => {
    throw redirect({ to: '/sessions', replace: true })
  },
})

const sessions = createRoute({
  getParentRoute: () => app,
  path: '/sessions',
  validateSearch: readFilters,
  component: lazyRouteComponent(() => import('./features/sessions/SessionsPage')),
})

const pilot = createRoute({
  getParentRoute: () => app,
  path: '/pilot/$sessionId',
  validateSearch: (search): { panel?: string; fix?: string; preview?: string } => ({
    panel: text(search.panel),
    fix: text(search.fix),
    preview: text(search.preview),
  }),
  component: lazyRouteComponent(() => import('./features/session/SessionPage')),
})

const escalations = createRoute({
  getParentRoute: () => app,
  path: '/escalations',
  validateSearch: readQueueFilters,
  component: lazyRouteComponent(() => import('./features/escalations/EscalationsPage')),
})

const insights = createRoute({
  getParentRoute: () => app,
  path: '/insights',
  validateSearch: readInsightFilters,
  component: lazyRouteComponent(() => import('./features/insights/InsightsPage')),
})

const search = createRoute({
  getParentRoute: () => app,
  path: '/search',
  validateSearch: readSearchFilters,
  component: lazyRouteComponent(() => import('./features/search/SearchPage')),
})

const shortLink = createRoute({
  getParentRoute: () => app,
  path: '/s/$sessionId',
  beforeLoad: ({ params }) => {
    throw redirect({ to: '/pilot/$sessionId', params, replace: true })
  },
})

const desk = createRoute({
  getParentRoute: () => app,
  path: '/desk',
  validateSearch: (search): { q?: string; ticket?: string } => ({ q: text(search.q), ticket: text(search.ticket) }),
  component: lazyRouteComponent(() => import('./features/desk/DeskPage')),
})

/** The address that a ticket of the desk carries. */
const deskTicket = createRoute({
  getParentRoute: () => app,
  path: '/desk/$ticketId',
  beforeLoad: ({ params }) => {
    throw redirect({ to: '/desk', search: { ticket: params.ticketId }, replace: true })
  },
})

const scripts = createRoute({
  getParentRoute: () => app,
  path: '/scripts',
  validateSearch: readLibraryFilters,
  component: lazyRouteComponent(() => import('./features/scripts/library/LibraryPage')),
})

const script = createRoute({
  getParentRoute: () => app,
  path: '/scripts/$templateId',
  component: lazyRouteComponent(() => import('./features/scripts/template/TemplatePage')),
})

/** Nothing is made on the server before the first edit. */
const builder = createRoute({
  getParentRoute: () => app,
  path: '/scripts/builder',
  validateSearch: (search): { from_session?: string; fix?: string; template?: string; copy?: string } => ({
    from_session: text(search.from_session),
    fix: text(search.fix),
    template: text(search.template),
    copy: text(search.copy),
  }),
  component: lazyRouteComponent(() => import('./features/scripts/builder/StartPage')),
})

const draft = createRoute({
  getParentRoute: () => app,
  path: '/scripts/builder/$draftId',
  validateSearch: (search): { view?: 'ran' } => (search.view === 'ran' ? { view: 'ran' } : {}),
  component: lazyRouteComponent(() => import('./features/scripts/builder/BuilderPage')),
})

const playbooks = createRoute({
  getParentRoute: () => app,
  path: '/playbooks',
  validateSearch: readPlaybookFilters,
  component: lazyRouteComponent(() => import('./features/playbooks/PlaybooksPage')),
})

/** The account's own by id, shipped ones by name. */
const playbook = createRoute({
  getParentRoute: () => app,
  path: '/playbooks/$key',
  validateSearch: (search): { view?: 'edit' } => (search.view === 'edit' ? { view: 'edit' } : {}),
  component: lazyRouteComponent(() => import('./features/playbooks/PlaybookPage')),
})

const settings = createRoute({
  getParentRoute: () => app,
  path: '/settings',
  component: lazyRouteComponent(() => import('./features/settings/nav/SettingsLayout')),
})

const settingsHome = createRoute({
  getParentRoute: () => settings,
  path: '/',
  beforeLoad: () => {
    throw redirect({ to: '/settings/me', replace: true })
  },
})

const map = createRoute({
  getParentRoute: () => app,
  path: '/map',
  validateSearch: (search): { q?: string; session?: string } => ({ q: text(search.q), session: text(search.session) }),
  component: lazyRouteComponent(() => import('./features/map/MapPage')),
})

const clientMap = createRoute({
  getParentRoute: () => app,
  path: '/map/$client',
  validateSearch: (search): { q?: string; session?: string; diagram?: string; view?: 'drawing' | 'table' } => ({
    q: text(search.q),
    session: text(search.session),
    diagram: text(search.diagram),
    ...((search.view === 'drawing' || search.view === 'table') && { view: search.view }),
  }),
  component: lazyRouteComponent(() => import('./features/map/ClientPage')),
})

const me = createRoute({
  getParentRoute: () => settings,
  path: '/me',
  component: lazyRouteComponent(() => import('./features/settings/MePage')),
})

const tokens = createRoute({
  getParentRoute: () => settings,
  path: '/tokens',
  component: lazyRouteComponent(() => import('./features/settings/tokens/TokensPage')),
})

const account = createRoute({
  getParentRoute: () => settings,
  path: '/account',
  component: lazyRouteComponent(() => import('./features/settings/account/AccountPage')),
})

const users = createRoute({
  getParentRoute: () => settings,
  path: '/users',
  component: lazyRouteComponent(() => import('./features/settings/users/UsersPage')),
})

const audit = createRoute({
  getParentRoute: () => settings,
  path: '/audit',
  validateSearch: readAuditFilters,
  component: lazyRouteComponent(() => import('./features/settings/audit/AuditPage')),
})

const psa = createRoute({
  getParentRoute: () => settings,
  path: '/psa',
  component: lazyRouteComponent(() => import('./features/settings/PsaPage')),
})

const status = createRoute({
  getParentRoute: () => settings,
  path: '/status',
  validateSearch: (search): { connection?: string } => (text(search.connection) ? { connection: String(search.connection) } : {}),
  component: lazyRouteComponent(() => import('./features/settings/mapping/StatusPage')),
})

const llm = createRoute({
  getParentRoute: () => settings,
  path: '/llm',
  component: lazyRouteComponent(() => import('./features/settings/models/ModelsPage')),
})

const routes = root.addChildren([
  login,
  app.addChildren([
    home,
    sessions,
    pilot,
    escalations,
    insights,
    search,
    shortLink,
    desk,
    deskTicket,
    scripts,
    script,
    builder,
    draft,
    playbooks,
    playbook,
    map,
    clientMap,
    settings.addChildren([settingsHome, me, tokens, account, users, psa, status, llm, audit]),
  ]),
])

export const makeRouter = (client: QueryClient) =>
  createRouter({
    routeTree: routes,
    context: { client },
    defaultPreload: 'intent',
    defaultPendingMs: 200,
    defaultPendingComponent: () => (
      <main id="main" tabIndex={-1} className="outline-none">
        <h1 className="sr-only">Loading</h1>
        <Skeleton label="Loading page" />
      </main>
    ),
    defaultErrorComponent: PageFailure,
    defaultNotFoundComponent: NotFoundPage,
  })

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof makeRouter>
  }
}
