import { execFile } from 'node:child_process';
import { access, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { childEnvironment } from '@/config/child-environment';

const run = promisify(execFile);

/** The statements of each strategy, as a pgbench script. `:product` is the hot row. */
export const PGBENCH_SCRIPTS: Readonly<Record<string, string>> = {
  naive: `select stock from inventory where product_id = :product \\gset
insert into orders (product_id, buyer_id, quantity, remaining, idempotency_key) values (:product, 'bench', 1, :stock - 1, null) returning id, created_at;
update inventory set stock = :stock - 1 where product_id = :product returning stock;`,
  'optimistic-version': `select stock, version from inventory where product_id = :product \\gset
with sold as (update inventory set stock = :stock - 1, version = version + 1 where product_id = :product and version = :version returning stock) insert into orders (product_id, buyer_id, quantity, remaining, idempotency_key) select :product, 'bench', 1, stock, null from sold returning id, created_at;`,
  'for-update': `begin;
select stock from inventory where product_id = :product for update \\gset
update inventory set stock = :stock - 1 where product_id = :product returning stock;
insert into orders (product_id, buyer_id, quantity, remaining, idempotency_key) values (:product, 'bench', 1, :stock - 1, null) returning id, created_at;
commit;`,
  'conditional-update': `with sold as (update inventory set stock = stock - 1 where product_id = :product and stock >= 1 returning stock) insert into orders (product_id, buyer_id, quantity, remaining, idempotency_key) select :product, 'bench', 1, stock, null from sold returning id, remaining, created_at;`,
};

/** Finds pgbench on the PATH or where Debian keeps it; null when it is not installed. */
export async function findPgbench(path: string): Promise<string | null> {
  const debian = '/usr/lib/postgresql';
  const versions = await readdir(debian).catch(() => []);
  const folders = [...path.split(delimiter), ...versions.sort().reverse().map((version) => join(debian, version, 'bin'))];
  for (const folder of folders) {
    const candidate = join(folder, 'pgbench');
    if (await access(candidate).then(() => true, () => false)) return candidate;
  }
  return null;
}

/** Runs a script with prepared statements for that long. What it sold is in the orders. */
export async function runPgbench(program: string, script: string, options: { databaseUrl: string; productId: number; clients: number; seconds: number }): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'stampede-bench-'));
  try {
    const file = join(folder, 'script.sql');
    await writeFile(file, script);
    const { databaseUrl, productId, clients, seconds } = options;
    const url = new URL(databaseUrl);
    // Through the environment: any user of the machine can read a command line, and every error repeats it.
    const env = childEnvironment({ PGPASSWORD: decodeURIComponent(url.password) });
    url.password = '';
    await run(
      program,
      [
        ...['-n', '-M', 'prepared', '-f', file, '-D', `product=${productId}`],
        ...['-c', String(clients), '-j', '2', '-T', String(Math.ceil(seconds)), url.href],
      ],
      { env },
    );
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
