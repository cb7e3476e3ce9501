import type { ReactNode } from 'react';
import type { LabState } from '@/domain/lab';
import type { Move } from '@/domain/schedule';
import { HourglassIcon } from '@/web/parts/icons';
import { LabButton } from './lab-button';
import { expiryWords, waitSentences } from './lab-words';

interface SharedStateProps {
  lab: LabState;
  shown: boolean;
  disabled: boolean;
  onMove: (move: Move) => void;
}

/** What is common to all buyers: the row, the locks, Redis, and who waits for whom. */
export function SharedState({ lab, shown, disabled, onMove }: SharedStateProps) {
  const { committed, locks, keys, possible } = lab;
  const { stock, version, fencingToken, orders, events, counted } = committed;
  return (
    <section aria-labelledby="shared-title" className={`card p-3.5 ${shown ? '' : 'max-lg:hidden'}`}>
      <h2 id="shared-title" className="font-semibold">The row, as the others see it</h2>
      <dl className="pt-1">
        <Row name="stock">{stock}</Row>
        {version === null ? null : <Row name="version">{version}</Row>}
        {fencingToken === null ? null : <Row name="fencing token">{fencingToken}</Row>}
        {counted === null ? null : <Row name="counted in Redis">{counted}</Row>}
        <Row name="orders">{orders.length === 0 ? '0' : `${orders.length} (${orders.map(({ buyerId }) => buyerId).join(', ')})`}</Row>
      </dl>
      {events === null ? null : (
        <ol aria-label="Events of the sale" className="pt-1.5 font-mono text-cap">
          {events.map((event) => <li key={event} className="break-words">{event}</li>)}
        </ol>
      )}
      <h2 className="pt-4 font-semibold">Locks</h2>
      <ul className="min-h-[4.4rem] pt-1">
        {locks.length === 0 ? <li className="py-1 text-dim">No buyer holds or wants one in Postgres.</li> : null}
        {locks.map(({ buyer, held, what }) => (
          <li key={`${buyer} ${held} ${what}`} data-buyer={buyer} className="flex gap-3 border-b border-line py-1">
            <span className={`w-16 shrink-0 font-semibold ${held ? 'text-hue' : 'text-warn'}`}>{buyer} {held ? 'holds' : 'wants'}</span>
            <span>{what}</span>
          </li>
        ))}
      </ul>
      <Waits lab={lab} />
      {keys.length > 0 || possible.includes('T') ? (
        <>
          <h2 className="pt-4 font-semibold">In Redis</h2>
          <ul className="pt-1">
            {keys.map(({ key, value, servers, outOf, expiresMs }) => (
              <li key={key} className="border-b border-line py-1">
                <span className="flex justify-between gap-3 font-mono text-[0.8rem]"><span className="break-all">{key}</span><span className="font-semibold">{value}</span></span>
                <span className="block text-cap text-dim">{[`on ${servers} of ${outOf}`, expiryWords(expiresMs)].filter((words) => words !== null).join('; ')}</span>
              </li>
            ))}
          </ul>
          <LabButton onPress={() => onMove('T')} disabled={disabled || !possible.includes('T')} shortcut="T" className="mt-2.5 w-full max-lg:hidden">
            Let time pass <kbd className="font-mono text-cap">T</kbd>
          </LabButton>
        </>
      ) : null}
    </section>
  );
}

function Row({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="flex justify-between gap-3 border-b border-line py-1">
      <dt className="text-dim">{name}</dt>
      <dd className="font-mono font-semibold">{children}</dd>
    </div>
  );
}

/** Room for one is kept: with two buyers there are seldom more. */
function Waits({ lab }: { lab: LabState }) {
  const sentences = waitSentences(lab);
  return (
    <div className="flex min-h-15 flex-col gap-1.5 pt-2.5">
      {lab.deadlock.length > 0 ? <Wait>{lab.deadlock.join(' and ')} wait for each other. Postgres looks for such a cycle after a second, and ends one of them.</Wait> : null}
      {lab.deadlock.length > 0 ? null : sentences.map((sentence) => <Wait key={sentence}>{sentence}</Wait>)}
    </div>
  );
}

function Wait({ children }: { children: ReactNode }) {
  return (
    <p className="flex gap-2 rounded-lg border border-warn px-3 py-2 font-semibold text-warn hatch-wait">
      <HourglassIcon className="mt-0.5 size-4" />
      <span>{children}</span>
    </p>
  );
}
