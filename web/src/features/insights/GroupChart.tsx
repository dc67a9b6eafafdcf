import type { Measure } from './measures'
import type { Insights } from './queries'
import { groupName } from './words'

/** One bar a group, with its value and cases in words. */
export function GroupChart({ groups, measure }: { groups: Insights['groups']; measure: Measure }) {
  const full = measure.full ?? Math.max(...groups.map(({ figures }) => measure.value(figures) ?? 0), 0)
  return (
    <ul className="flex flex-col gap-1.5">
      {groups.map((group) => {
        const value = measure.value(group.figures)
        const width = value === null || full === 0 ? 0 : (value / full) * 100
        const cases = measure.cases?.(group.figures)
        const name = groupName(group)
        return (
          <li key={`${group.kind} ${group.key}`} className="grid grid-cols-[minmax(0,1fr)_minmax(0,2fr)_10rem] items-center gap-3 max-sm:grid-cols-[1fr_auto] max-sm:gap-y-0.5">
            <span className="truncate" title={name}>
              {name}
            </span>
            <svg aria-hidden viewBox="0 0 100 10" preserveAspectRatio="none" className="h-3 w-full rounded-tag bg-sunken max-sm:order-last max-sm:col-span-2">
              <title>{`${name}: ${measure.text(group.figures)}`}</title>
              <rect width={width} height={10} className="fill-accent" />
            </svg>
            <span className="text-code">
              {measure.text(group.figures)} {cases && <span className="text-meta text-fg3">{cases}</span>}
            </span>
          </li>
        )
      })}
    </ul>
  )
}
