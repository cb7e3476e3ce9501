import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { waitUntil } from '@/domain/wait-until';
import type { BusEvent, EventBus } from '@/stores/bus/event-bus';
import { memoryBus } from '@/stores/bus/memory-bus';
import { natsBus } from '@/stores/bus/nats-bus';
import { openOutbox, pruneOutbox, relayOutbox } from '@/stores/postgres/outbox';
import { provideNats, type NatsServer } from '@/services/nats-server';
import { findStrategy } from '@/strategies/registry';
import type { Strategy } from '@/kit/strategy';
import { openTestShop, type TestShop } from '@/testing/test-shop';
import { openEventFlow, type EventFlow } from './event-flow';

const eventSourced = findStrategy('event-sourced') as Strategy;
const stateDir = mkdtempSync(join(tmpdir(), 'stampede-nats-'));

let shop: TestShop;
let nats: NatsServer;
beforeAll(async () => {
  shop = await openTestShop();
  nats = await provideNats({ stateDir, noInstall: false, port: 0 }, () => undefined);
});
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
  await shop.database.client`truncate outbox, event, handled_event, units_sold_view`;
});
afterAll(async () => {
  await shop.close();
  await nats.stop();
  rmSync(stateDir, { recursive: true, force: true });
});

/** What a test has opened; closed in reverse. */
const ends: (() => Promise<unknown>)[] = [];
let streams = 0;

/** Problems that buses and relays reported. */
let problems: unknown[] = [];
const onProblem = (problem: unknown): void => void problems.push(problem);

function openBus(kind: 'memory' | 'nats', stream = `test${++streams}`): EventBus {
  const bus = kind === 'memory' ? memoryBus() : natsBus({ url: nats.url, onProblem, stream });
  ends.push(() => bus.close());
  return bus;
}

function openFlow(bus: EventBus): EventFlow {
  problems = [];
  const flow = openEventFlow(shop.databaseUrl, bus, onProblem);
  ends.push(() => flow.close());
  return flow;
}

function outboxPool() {
  const pool = openOutbox(shop.databaseUrl);
  ends.push(() => pool.end());
  return pool;
}

/** A sale of this many units, all sold, with one buyer more than units. */
async function sellOut(units: number): Promise<number> {
  const productId = await shop.putOnSale(units, eventSourced);
  for (let buyer = 0; buyer <= units; buyer++) await shop.buy(eventSourced, productId).outcome;
  return productId;
}

async function unitsInView(productId: number): Promise<number> {
  const [row] = await shop.database.client<{ units: number }[]>`select units from units_sold_view where product_id = ${productId}`;
  return row?.units ?? 0;
}

async function unpublished(): Promise<number> {
  const [row] = await shop.database.client<{ rows: number }[]>`select count(*)::int as rows from outbox where published_at is null`;
  return row?.rows ?? 0;
}

const nothingLeft = () => waitUntil('everything in the outbox is published', async () => (await unpublished()) === 0);
const counted = (productId: number, units: number) => waitUntil(`${units} units are in the view`, async () => (await unitsInView(productId)) === units);

describe.each(['memory', 'nats'] as const)('events over the %s bus', (kind) => {
  it('arrive in the read model, and all of them are published from the outbox', async () => {
    const flow = openFlow(openBus(kind));
    const productId = await sellOut(5);
    // Five sales and a rejection.
    const [row] = await shop.database.client`select count(*)::int as rows from outbox`;
    expect(row).toEqual({ rows: 6 });
    flow.wake();
    await counted(productId, 5);
    await nothingLeft();
    expect(problems).toEqual([]);
  });

  it('wait in the outbox until a relay publishes them', async () => {
    const productId = await sellOut(3);
    expect(await unpublished()).toBe(4);
    openFlow(openBus(kind));
    await counted(productId, 3);
  });

  it('arrive in order', async () => {
    const bus = openBus(kind);
    const arrived: number[] = [];
    bus.subscribe({ consumer: 'order', subject: 'units-sold' }, async ({ payload }) => void arrived.push((payload as { version: number }).version));
    await sellOut(20);
    await relayOutbox(outboxPool(), bus.publish);
    await waitUntil('all have arrived', () => arrived.length === 20);
    expect(arrived).toEqual(Array.from({ length: 20 }, (_, index) => index + 2));
  });

  it('are counted once when the relay dies between publishing and marking, and publishes them again', async () => {
    const bus = openBus(kind);
    const productId = await sellOut(3);
    let deaths = 0;
    // Three times, more often than it has connections.
    const dies: EventBus = {
      ...bus,
      publish: async (event) => {
        await bus.publish(event);
        if (event.id % 4 !== 0 || deaths++ >= 3) return;
        await shop.database.client`
          select pg_terminate_backend(pid) from pg_stat_activity
          where datname = current_database() and application_name = 'stampede outbox' and state = 'idle in transaction'
        `;
      },
    };
    const flow = openFlow(dies);
    flow.wake();
    await nothingLeft();
    expect(deaths).toBe(4);
    await counted(productId, 3);
  });

  it('are counted once when the consumer dies between counting and acknowledging', async () => {
    const bus = openBus(kind);
    let deaths = 0;
    const dies: EventBus = {
      ...bus,
      subscribe: (subscription, handle) => {
        bus.subscribe(subscription, async (event) => {
          await handle(event);
          if (deaths++ < 2) throw new Error('The consumer died.');
        });
      },
    };
    const productId = await sellOut(3);
    openFlow(dies);
    await waitUntil('it was delivered again', () => deaths >= 5);
    await nothingLeft();
    expect(await unitsInView(productId)).toBe(3);
  });

  it('are published by one relay only when there are two', async () => {
    const productId = await sellOut(30);
    const seen: number[] = [];
    const counting = (bus: EventBus): EventBus => ({ ...bus, publish: async (event: BusEvent) => (seen.push(event.id), bus.publish(event)) });
    const stream = `test${++streams}`;
    const flows = [openFlow(counting(openBus(kind, stream))), openFlow(counting(openBus(kind, stream)))];
    for (const flow of flows) flow.wake();
    await counted(productId, 30);
    await nothingLeft();
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen).toHaveLength(31);
  });
});

describe('while the bus is down', () => {
  it('in memory: events wait, the relay reports the problem once and resumes', async () => {
    let down = true;
    const bus = openBus('memory');
    const flow = openFlow({ ...bus, publish: (event) => (down ? Promise.reject(new Error('down')) : bus.publish(event)) });
    const productId = await sellOut(2);
    flow.wake();
    await waitUntil('the relay reports it', () => problems.length > 0);
    expect(await unpublished()).toBe(3);
    down = false;
    await counted(productId, 2);
    expect(problems).toHaveLength(1);
  });

  it('NATS: purchases go on, events wait, and arrive when the server is back', async () => {
    const flow = openFlow(openBus('nats'));
    const before = await sellOut(2);
    flow.wake();
    await counted(before, 2);
    await nats.stop();
    const during = await sellOut(3);
    expect(await shop.ordersOf(during)).toHaveLength(3);
    flow.wake();
    await waitUntil('the relay reports it', () => problems.length > 0);
    expect(await unpublished()).toBe(4);
    // On its old port and store, as the launcher would start it.
    nats = await provideNats({ stateDir, noInstall: false }, () => undefined);
    await counted(during, 3);
    await nothingLeft();
    expect(await unitsInView(before)).toBe(2);
  });

  it('NATS: a server that was missing when the shop started is found later', async () => {
    await nats.stop();
    openFlow(openBus('nats'));
    const productId = await sellOut(2);
    await waitUntil('the shop has noticed', () => problems.length > 0);
    nats = await provideNats({ stateDir, noInstall: false }, () => undefined);
    await counted(productId, 2);
  });
});

describe('JetStream', () => {
  it('drops the second publication of an event by itself', async () => {
    const bus = openBus('nats');
    const arrived: number[] = [];
    bus.subscribe({ consumer: 'all', subject: 'units-sold' }, async ({ id }) => void arrived.push(id));
    for (const id of [1, 1, 2, 2, 3]) await bus.publish({ id, subject: 'units-sold', payload: {} });
    await waitUntil('the last has arrived', () => arrived.includes(3));
    expect(arrived).toEqual([1, 2, 3]);
  });

  it('gives each event to one of the replicas that share a consumer', async () => {
    const stream = `test${++streams}`;
    const arrived: number[] = [];
    const buses = [openBus('nats', stream), openBus('nats', stream)];
    for (const bus of buses) bus.subscribe({ consumer: 'shared', subject: 'units-sold' }, async ({ id }) => void arrived.push(id));
    for (let id = 1; id <= 50; id++) await buses[0]?.publish({ id, subject: 'units-sold', payload: {} });
    await waitUntil('all have arrived', () => arrived.length >= 50);
    expect(new Set(arrived).size).toBe(50);
  });
});

describe('the outbox', () => {
  it('deletes events that were published long ago, and keeps unpublished ones', async () => {
    const { client } = shop.database;
    await client`
      insert into outbox (event_id, subject, payload, published_at)
      values (1, 's', '{}', now() - interval '3 hours'), (2, 's', '{}', null), (3, 's', '{}', now())
    `;
    await client`insert into handled_event (consumer, event_id) values ('c', 1), ('c', 2), ('c', 3)`;
    await pruneOutbox(outboxPool());
    expect((await client`select event_id::int as id from outbox order by 1`).map(({ id }) => id as number)).toEqual([2, 3]);
    expect((await client`select event_id::int as id from handled_event order by 1`).map(({ id }) => id as number)).toEqual([2, 3]);
  });
});
