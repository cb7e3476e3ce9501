import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { makeScratchDatabase, type ScratchDatabase } from '../scratch-database';
import { ConnectionRefused, openWire, type BackendMessage, type WireConnection } from './wire-connection';

let scratch: ScratchDatabase;
let wire: WireConnection;
beforeAll(async () => {
  scratch = await makeScratchDatabase(inject('databaseUrl'));
  wire = await openWire(scratch.url, 'wire test');
});
afterAll(async () => {
  await wire.close();
  await scratch.drop();
});

async function answerTo(sql: string): Promise<BackendMessage[]> {
  wire.send(sql);
  while (!wire.inbox.some(({ kind }) => kind === 'ready')) await wire.arrival(1_000);
  return wire.inbox.splice(0);
}

describe('a connection that passes on every message', () => {
  it('keeps what the first statements returned when a later one fails', async () => {
    const messages = await answerTo("select 1 as one, null as nothing where true; select 'x' as two where false; select 1/0; select 3");
    expect(messages.map(({ kind }) => kind)).toEqual(['row-description', 'row', 'complete', 'row-description', 'complete', 'error', 'ready']);
    expect(messages[0]).toMatchObject({ columns: ['one', 'nothing'] });
    expect(messages[1]).toMatchObject({ values: ['1', null] });
    const failed = messages.find((message) => message.kind === 'error');
    expect(failed).toMatchObject({ report: { severity: 'ERROR', code: '22012', message: 'division by zero' } });
  });

  it('reports which process sent a notification', async () => {
    const messages = await answerTo("listen c; notify c, 'päckchen'");
    expect(messages.find(({ kind }) => kind === 'notification')).toEqual({ kind: 'notification', pid: wire.pid, channel: 'c', payload: 'päckchen' });
  });

  it('receives values of any size whole', async () => {
    const messages = await answerTo("select repeat('ä', 1000000) as wide");
    const row = messages.find((message) => message.kind === 'row');
    expect(row?.values[0]).toHaveLength(1_000_000);
  });

  it('does not wait for ever when the server asks for COPY data', async () => {
    const messages = await answerTo('create temporary table t (i int); copy t from stdin');
    expect(messages.map(({ kind }) => kind)).toEqual(['complete', 'copy', 'error', 'ready']);
  });

  it("is refused with the server's message", async () => {
    const url = new URL(scratch.url);
    url.pathname = '/there_is_none';
    await expect(openWire(url.href, 'wire test')).rejects.toThrow(ConnectionRefused);
    await expect(openWire(url.href, 'wire test')).rejects.toThrow('database "there_is_none" does not exist');
  });
});
