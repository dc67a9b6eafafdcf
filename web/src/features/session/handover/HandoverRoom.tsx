/** One line; in a narrow window its buttons stand below it. As high before the bar is read as after, and once it is over: the page below does not move. */
const ROOM = 'min-h-[2.8125rem] shrink-0 border-b max-sm:min-h-[5.0625rem]'
export const NOW = `${ROOM} border-amber-bd bg-amber-bg text-amber-fg`
export const PAST = `${ROOM} border-line bg-surface text-fg2`

export const HandoverRoom = () => <div aria-hidden className={NOW} />
