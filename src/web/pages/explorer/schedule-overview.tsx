import { groupWords, type ScheduleGroup } from './schedule-groups';

/** The highest column, in rem. */
const HIGHEST = 4.5;

interface ScheduleOverviewProps {
  groups: readonly ScheduleGroup[];
  onChoose: (switches: number) => void;
}

/** A column for each number of switches, as high as it has schedules: those that go wrong on top, hatched. */
export function ScheduleOverview({ groups, onChoose }: ScheduleOverviewProps) {
  const most = Math.max(1, ...groups.map(({ schedules }) => schedules.length));
  const rem = (schedules: number): string => `${schedules === 0 ? 0 : Math.max(0.15, (schedules / most) * HIGHEST)}rem`;
  return (
    <div className="flex items-end gap-1.5 sm:gap-2.5" role="group" aria-label="Schedules by their switches between buyers">
      {groups.map((group) => {
        const { switches, schedules, bad, away } = group;
        return (
          <button key={switches} type="button" onClick={() => onChoose(switches)} className="group flex max-w-24 min-w-0 grow flex-col items-stretch rounded-md px-0.5 hover:bg-panel-2">
            <span className="sr-only">{groupWords(group)}. Show them</span>
            <span aria-hidden className={`pb-0.5 text-center text-cap whitespace-nowrap tabular-nums ${bad > 0 ? 'font-semibold text-ink' : 'text-dim'}`}>{bad > 0 ? `✗ ${bad}` : schedules.length}</span>
            <span className="hatch-bad rounded-t-sm" style={{ height: rem(bad) }} />
            <span className="hatch-warn border-x border-warn" style={{ height: rem(away) }} />
            <span className={`bg-safe ${bad + away === 0 ? 'rounded-t-sm' : ''}`} style={{ height: rem(schedules.length - bad - away) }} />
            <span aria-hidden className="border-t border-edge pt-0.5 text-center text-cap text-dim tabular-nums">{switches}</span>
          </button>
        );
      })}
      <span aria-hidden className="pb-0.5 pl-1 text-cap whitespace-nowrap text-dim max-sm:hidden">switches between buyers</span>
    </div>
  );
}
