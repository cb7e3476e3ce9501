import type { Exploration, ScheduleSeen } from '@/domain/exploration';
import { scheduleWords } from './explorer-words';
import { scheduleEnd } from './schedule-groups';
import { END_SIGNS } from './schedule-link';

const TONES = { bad: 'text-bad', away: 'text-warn', good: 'text-ink' } as const;

/** The schedule under the pointer, in a place that does not move. */
export function ScheduleDetail({ exploration, seen }: { exploration: Exploration; seen: ScheduleSeen | null }) {
  const end = seen && scheduleEnd(seen, exploration.class);
  return (
    <div data-detail className="sticky top-0 z-10 flex h-12 flex-col justify-center border-y border-line bg-panel leading-tight">
      {seen && end ? (
        <>
          <p className="truncate font-mono font-semibold">{seen.schedule}</p>
          <p className={`truncate ${TONES[end]}`}>{END_SIGNS[end]} {scheduleWords(seen, end === 'bad')}</p>
        </>
      ) : (
        <p className="text-dim">Point at a schedule to read it; press it to play it in the lab.</p>
      )}
    </div>
  );
}
