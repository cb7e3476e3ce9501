import { count, duration } from '@/web/parts/words/format';
import { TIME_COLUMNS } from './time-columns';
import type { SqlStateCount } from './sql-states';
import { timeWords, type TimeRow } from './time-spent-rows';

/** A lane's mean purchase as one bar, and beside it what waiting does not show. */
export function TimeRowView({ row: { title, traced, attemptsPerSale, queues, errors } }: { row: TimeRow }) {
  return (
    <li className={`${TIME_COLUMNS} min-h-9 border-t border-line py-1 max-lg:py-2.5`} data-time={title}>
      <p className="truncate font-semibold">{title}</p>
      <div className="flex items-center gap-2">
        {traced ? <span className="sr-only">{timeWords(traced)}</span> : null}
        <span className="flex h-5 grow overflow-hidden" aria-hidden>
          {traced?.pieces.map(({ kind, word, look, ms, share }) => (
            <span key={kind} title={`${word}: ${duration(ms)}`} className={`h-full ${look}`} style={{ width: `${share * 100}%` }} />
          ))}
          <span className="pl-2 leading-5 font-semibold whitespace-nowrap tabular-nums">{traced ? duration(traced.totalMs) : '–'}</span>
        </span>
      </div>
      <p className="tabular-nums lg:text-right">
        <span className="text-cap text-dim lg:sr-only">attempts a sale </span>
        {attemptsPerSale === null ? '–' : attemptsPerSale.toFixed(1)}
      </p>
      <p className="tabular-nums lg:text-right">
        <span className="text-cap text-dim lg:sr-only">longest queue: connection, lock </span>
        {queues === null ? '–' : `${count(queues.connection)}, ${count(queues.lock)}`}
      </p>
      <Errors errors={errors} ended={queues !== null} />
    </li>
  );
}

function Errors({ errors, ended }: { errors: readonly SqlStateCount[]; ended: boolean }) {
  if (errors.length === 0) return <p className="text-dim"><span className="text-cap lg:sr-only">errors from Postgres </span>{ended ? 'none' : '–'}</p>;
  return (
    <ul>
      {errors.map(({ code, count: times, name }) => (
        <li key={code} className="leading-tight">
          <span className="font-mono text-[0.8125rem] font-semibold whitespace-nowrap">{code} × {count(times)}</span>{' '}
          <span className="text-cap break-words text-dim">{name}</span>
        </li>
      ))}
    </ul>
  );
}
