/** One line; in a narrow window its buttons stand below it. As high before the bar is read as after: the page below does not move. */
export const ROOM = 'min-h-[2.8125rem] shrink-0 border-b border-amber-bd bg-amber-bg max-sm:min-h-[5.0625rem]'

export const HandoverRoom = () => <div aria-hidden className={ROOM} />
