/** One line; where it is narrow its buttons stand below it. As high before the bar is read as after, and once it is over: the messages above do not move. */
const ROOM = 'min-h-[2.875rem] border-y @max-xl:min-h-[5.125rem]'
export const NOW = `${ROOM} border-amber-bd bg-amber-bg text-amber-fg`
export const PAST = `${ROOM} border-line bg-surface text-fg2`

export const HandoverRoom = () => <div aria-hidden className={NOW} />
