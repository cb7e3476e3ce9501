import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { saleStream } from '@/stores/postgres/streams';
import { openTestShop, type TestShop } from '@/testing/test-shop';
import { findStrategy } from '../registry';
import type { Strategy } from '@/kit/strategy';
import { replay } from './replay';
import { loadSale, SNAPSHOT_EVERY, SNAPSHOT_FORMAT } from './sale-store';

let shop: TestShop;
beforeAll(async () => {
  shop = await openTestShop();
});
afterAll(() => shop.close());

const eventSourced = findStrategy('event-sourced') as Strategy;

const loaded = (productId: number) => loadSale(shop.kit(productId).read('load the events'), productId).all();

describe('a snapshot', () => {
  /** A sale with this many events, and its snapshot where appends would have left it. */
  async function longSale(events: number): Promise<{ productId: number; stream: string; units: number }> {
    const units = events + 100;
    const productId = await shop.putOnSale(units, eventSourced);
    const stream = saleStream(productId);
    await shop.database.client`
      insert into event (stream, version, kind, data)
      select ${stream}, n, 'units-sold', jsonb_build_object('commandId', n::text, 'buyerId', 'buyer', 'quantity', 1, 'remaining', ${units}::int - n + 1)
      from generate_series(2, ${events}) as n
    `;
    return { productId, stream, units };
  }

  const keep = (stream: string, version: number, left: number, format = SNAPSHOT_FORMAT) => shop.database.client`
    insert into snapshot (stream, version, state)
    values (${stream}, ${version}, jsonb_build_object('format', ${format}::int, 'opened', true, 'left', ${left}::int))
    on conflict (stream) do update set version = excluded.version, state = excluded.state
  `;

  it(`is kept with every ${SNAPSHOT_EVERY}th event, and the next load begins there`, async () => {
    const { productId, stream, units } = await longSale(SNAPSHOT_EVERY - 2);
    for (let sold = 0; sold < 4; sold++) await shop.buy(eventSourced, productId).outcome;
    const [kept] = await shop.database.client`select version, state from snapshot where stream = ${stream}`;
    expect(kept).toEqual({ version: SNAPSHOT_EVERY, state: { format: SNAPSHOT_FORMAT, opened: true, left: units - SNAPSHOT_EVERY + 1 } });
    const rows = await loaded(productId);
    expect(rows.map(({ version }) => version)).toEqual([100, 101, 102]);
    expect(replay(rows)).toMatchObject({ version: 102, state: { left: units - 101 } });
  });

  it('is ignored when the stream does not have its version, or its format is another', async () => {
    const { productId, stream, units } = await longSale(5);
    const truth = { version: 5, state: { opened: true, left: units - 4 } };
    for (const [version, format] of [[6, SNAPSHOT_FORMAT], [0, SNAPSHOT_FORMAT], [1, SNAPSHOT_FORMAT + 1], [3, SNAPSHOT_FORMAT + 1]] as const) {
      await keep(stream, version, 999_999, format);
      expect(replay(await loaded(productId))).toEqual(truth);
    }
    expect(await shop.buy(eventSourced, productId).outcome).toMatchObject({ kind: 'confirmed', remaining: units - 5 });
  });

  it('saves loading 10,000 events: only the snapshot and the 50 events after it are loaded', async () => {
    const { productId, stream, units } = await longSale(10_000);
    const sold = { version: 10_000, state: { left: units - 9_999 } };
    const whole = await loaded(productId);
    expect(replay(whole)).toMatchObject(sold);
    expect(whole).toHaveLength(10_000);
    await keep(stream, 9_950, units - 9_949);
    const rest = await loaded(productId);
    expect(replay(rest)).toMatchObject(sold);
    expect(rest).toHaveLength(1 + 50);
  });
});
