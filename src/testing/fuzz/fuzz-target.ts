import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import postgres from 'postgres';
import { startSandbox, temporaryState } from '@/cli/chaos-sandbox';
import { readSettings } from '@/config/settings';
import { projectRoot } from '@/config/project-root';
import { residentMb } from '@/faults/processes';
import { ensureBuild } from '@/services/bootstrap/ensure-build.mjs';
import { FUZZ_TOKEN, LARGEST_REAL_ID } from './request-arbitrary';

/** A whole separate sandbox, so that its log and its tables show only the fuzzing. */
export interface FuzzTarget {
  web: URL;
  shop: URL;
  /** The state that must not change, as text by name; allows for `created` more products than before. */
  state(created: number): Promise<Record<string, string>>;
  /** The ids of the answering processes, in one line: a difference means that one has ended. */
  processes(): Promise<string>;
  memoryMb(): Promise<{ web: number; shop: number }>;
  /** Errors in the log of Postgres since its start. */
  databaseErrors(): string[];
  /** The launcher's output. */
  log: readonly string[];
  stop(): Promise<void>;
}

export async function startFuzzTarget(): Promise<FuzzTarget> {
  await ensureBuild(projectRoot());
  const { stateDir, remove } = await temporaryState();
  const log: string[] = [];
  const settings = { ...readSettings(), databaseUrl: null, redisUrls: null, shopUrls: null, instructorToken: FUZZ_TOKEN };
  const { sandbox, stop } = await startSandbox({ stateDir, web: 'start' }, settings, (line) => log.push(line));
  const sql = postgres(sandbox.databaseUrl, { max: 2, onnotice: () => undefined, connection: { application_name: 'stampede fuzz' } });
  const shopUrl = sandbox.shopUrls[0] ?? '';
  await putSentinels(sandbox.webUrl ?? '', shopUrl);
  const shopPid = async (url: string): Promise<number> => ((await (await fetch(`${url}/health`)).json()) as { pid: number }).pid;
  return {
    web: new URL(sandbox.webUrl ?? ''),
    shop: new URL(shopUrl),
    log,
    state: async (created) => {
      const tables = await sql<{ name: string }[]>`select table_name as name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE' order by 1`;
      const counts: Record<string, string> = {};
      for (const { name } of tables) {
        const [row] = await sql<{ rows: number }[]>`select count(*)::int as rows from ${sql(name)}`;
        counts[`rows of ${name}`] = String((row?.rows ?? 0) - (name === 'product' || name === 'inventory' ? created : 0));
      }
      const sentinels = await sql`select product_id, stock, initial_stock, version from inventory where product_id <= ${LARGEST_REAL_ID} order by product_id limit 3`;
      const [schemas] = await sql`select string_agg(nspname, ',' order by nspname) as names from pg_namespace where nspname not like 'pg_%'`;
      return { ...counts, sentinels: JSON.stringify(sentinels), schemas: JSON.stringify(schemas) };
    },
    processes: async () => JSON.stringify([sandbox.pids.web(), sandbox.pids.postgres(), ...sandbox.pids.redis(), ...(await Promise.all(sandbox.shopUrls.map(shopPid)))]),
    memoryMb: async () => ({ web: await residentMb(sandbox.pids.web() ?? 0), shop: await residentMb(await shopPid(shopUrl)) }),
    databaseErrors: () => readFileSync(join(stateDir, 'logs', 'postgres.log'), 'utf8').split('\n').filter((line) => /(ERROR|FATAL|PANIC):/.test(line)),
    stop: async () => {
      await sql.end({ timeout: 5 });
      await stop();
      await remove();
    },
  };
}

/** Two products beside the seeded one; one of them has an order, so that a lost order would be noticed. */
async function putSentinels(webUrl: string, shopUrl: string): Promise<void> {
  for (const name of ['Sentinel', 'Sold sentinel']) {
    const reply = await fetch(`${webUrl}/api/inventory`, { method: 'POST', body: JSON.stringify({ name, stock: 7 }) });
    const { id } = (await reply.json()) as { id: number };
    if (name === 'Sold sentinel') await fetch(`${shopUrl}/api/buy-good/conditional-update`, { method: 'POST', body: JSON.stringify({ productId: id, userId: 'sentinel', quantity: 2 }) });
  }
}
