import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decide, type BuyCommand } from './decide';
import type { SaleEvent } from './events';
import { evolve } from './evolve';
import { replay } from './replay';
import { SNAPSHOT_FORMAT } from './sale-store';
import { initialState, type SaleState } from './state';

const commands = fc.array(
  fc.record({ commandId: fc.uuid(), buyerId: fc.string(), quantity: fc.integer({ min: 1, max: 10 }) }),
  { maxLength: 60 },
);
const units = fc.integer({ min: 0, max: 50 });

/** What comes of a sale when the commands are decided one after the other. */
function eventsOf(opened: number, buyers: readonly BuyCommand[]): SaleEvent[] {
  const events: SaleEvent[] = [{ kind: 'sale-opened', data: { units: opened } }];
  let state = events.reduce(evolve, initialState);
  for (const command of buyers) {
    const decided = decide(state, command);
    state = decided.reduce(evolve, state);
    events.push(...decided);
  }
  return events;
}

const soldIn = (events: readonly SaleEvent[]): number =>
  events.reduce((sum, event) => sum + (event.kind === 'units-sold' ? event.data.quantity : 0), 0);

const stored = (events: readonly SaleEvent[]) => events.map((event, index) => ({ version: index + 1, ...event, state: null }));

describe('a sale', () => {
  it('never sells more than was opened, and what is left is the rest', () => {
    fc.assert(
      fc.property(units, commands, (opened, buyers) => {
        const events = eventsOf(opened, buyers);
        expect(soldIn(events)).toBeLessThanOrEqual(opened);
        expect(events.reduce(evolve, initialState).left).toBe(opened - soldIn(events));
      }),
    );
  });

  it('turns no buyer away whose quantity is left', () => {
    fc.assert(
      fc.property(units, commands, (opened, buyers) => {
        let left = opened;
        for (const event of eventsOf(opened, buyers)) {
          if (event.kind === 'units-sold') left = event.data.remaining;
          if (event.kind === 'purchase-rejected') expect(event.data.quantity).toBeGreaterThan(left);
        }
      }),
    );
  });

  it('sells nothing before it is opened', () => {
    fc.assert(
      fc.property(commands, (buyers) => {
        for (const command of buyers) {
          expect(decide(initialState, command)).toMatchObject([{ kind: 'purchase-rejected', data: { reason: 'not-opened' } }]);
        }
      }),
    );
  });

  it('decides the same way every time, and deciding does not change the state', () => {
    fc.assert(
      fc.property(fc.boolean(), units, commands, (opened, left, buyers) => {
        const state: SaleState = Object.freeze({ opened, left });
        for (const command of buyers) expect(decide(state, Object.freeze(command))).toEqual(decide(state, command));
      }),
    );
  });

  it('is what its events fold to, from the first on or from any snapshot', () => {
    fc.assert(
      fc.property(units, commands, fc.nat(), (opened, buyers, cut) => {
        const events = eventsOf(opened, buyers);
        const whole = replay(stored(events));
        expect(whole).toEqual({ version: events.length, state: events.reduce(evolve, initialState) });
        const from = cut % events.length;
        const kept = { format: SNAPSHOT_FORMAT, ...events.slice(0, from + 1).reduce(evolve, initialState) };
        const [first, ...later] = stored(events).slice(from);
        expect(replay([{ ...first, state: kept } as never, ...later])).toMatchObject(whole);
      }),
    );
  });

  it('sells anew when it is opened again', () => {
    const events: SaleEvent[] = [...eventsOf(1, [{ commandId: 'a', buyerId: 'ann', quantity: 1 }]), { kind: 'sale-opened', data: { units: 7 } }];
    expect(events.reduce(evolve, initialState)).toEqual({ opened: true, left: 7 });
  });
});
