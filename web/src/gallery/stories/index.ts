import type { Group } from '../story'
import { account } from './account'
import { builder } from './builder'
import { chat } from './chat'
import { controls } from './controls'
import { desk } from './desk'
import { escalations } from './escalations'
import { fixes } from './fixes'
import { insights } from './insights'
import { lane } from './lane'
import { map } from './map'
import { models } from './models'
import { notes } from './notes'
import { offline } from './offline'
import { overlays } from './overlays'
import { playbooks } from './playbooks'
import { scripts } from './scripts'
import { sessions } from './sessions'
import { settings } from './settings'
import { shell } from './shell'
import { states } from './states'
import { text } from './text'
import { ticket } from './ticket'

export const groups: readonly Group[] = [
  { group: 'controls', stories: controls },
  { group: 'states', stories: states },
  { group: 'text', stories: text },
  { group: 'overlays', stories: overlays },
  { group: 'shell', stories: shell },
  { group: 'sessions', stories: sessions },
  { group: 'chat', stories: chat },
  { group: 'offline', stories: offline },
  { group: 'ticket', stories: ticket },
  { group: 'lane', stories: lane },
  { group: 'fixes', stories: fixes },
  { group: 'notes', stories: notes },
  { group: 'scripts', stories: scripts },
  { group: 'builder', stories: builder },
  { group: 'playbooks', stories: playbooks },
  { group: 'desk', stories: desk },
  { group: 'escalations', stories: escalations },
  { group: 'insights', stories: insights },
  { group: 'map', stories: map },
  { group: 'settings', stories: settings },
  { group: 'account', stories: account },
  { group: 'models', stories: models },
]
