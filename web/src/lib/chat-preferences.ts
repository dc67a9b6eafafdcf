import { makePreference } from './preferences'

/** What sends a message; the other one makes a new line. */
export const sendKey = makePreference('send-key', ['enter', 'mod-enter'] as const, 'enter')

/** `start`: an answer that is longer than the window is read from its first line; `follow`: its end is kept in view. */
export const answerScroll = makePreference('answer-scroll', ['start', 'follow'] as const, 'start')
