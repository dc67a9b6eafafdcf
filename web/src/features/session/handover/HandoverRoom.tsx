/** As high as the bar of one line, until it is read where the session stands: the page below does not move. */
export const HandoverRoom = () => <div aria-hidden className="h-[2.8125rem] shrink-0 border-b border-amber-bd bg-amber-bg" />
