import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDatabase } from '@/stores/postgres/database';
import { runCommand, startCli } from '@/testing/cli';
import { refusedCommand } from '@/testing/cli-in-process';
import { throwAwayDatabase, type ThrowAwayDatabase } from '@/testing/throw-away-database';
import { registerExport } from './export';
import { registerSpec } from './spec';

let home: ThrowAwayDatabase;
let folder: string;

beforeAll(async () => {
  home = await throwAwayDatabase();
  folder = await mkdtemp(join(tmpdir(), 'stampede-spec-'));
});
afterAll(async () => {
  await rm(folder, { recursive: true });
  await home.drop();
});

const run = (args: readonly string[], databaseUrl = home.url) => runCommand(args, { DATABASE_URL: databaseUrl });

/** An environment without any service. */
const refuse = (args: readonly string[]) => refusedCommand(args, [registerSpec, registerExport], { DATABASE_URL: 'postgres://127.0.0.1:1/none' });

async function file(name: string, text: string): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, text);
  return path;
}

const shipped = 'experiments/specs/skip-locked.spec';

describe('stampede spec', () => {
  it('prints the transcript on stdout, and ends with 0 when it is as expected', async () => {
    const { code, stdout, stderr } = await run(['spec', shipped, '--expected', shipped.replace('.spec', '.out')]);
    expect(code, stderr).toBe(0);
    expect(stdout).toMatch(/^Parsed test spec with 3 sessions\n\nstarting permutation: ann_claims ben_claims/);
  });

  it('ends with 1 and shows what differs when it is not', async () => {
    const spec = await file('one.spec', 'session s step a { select 1 as found; }');
    const expected = await file('one.out', 'Parsed test spec with 1 sessions\n\nstarting permutation: a\nstep a: select 1 as found;\nfound\n-----\n    2\n(1 row)\n\n');
    const { code, stderr } = await run(['spec', spec, '--expected', expected]);
    expect(code).toBe(1);
    expect(stderr).toContain('-     2\n+     1\n');
  });

  it('leaves no database and no table behind, whatever the spec makes', async () => {
    const spec = await file('keeps.spec', 'setup { create table product (mine int); }\nsession s step a { select 1; } step b { select 1/0; }');
    const { code } = await run(['spec', spec]);
    expect(code).toBe(0);
    const { client, close } = openDatabase(home.url, 'test');
    try {
      expect(await client`select datname from pg_database where datname like 'stampede_spec_%'`).toHaveLength(0);
      expect(await client`select 1 from information_schema.columns where table_name = 'product' and column_name = 'mine'`).toHaveLength(0);
    } finally {
      await close();
    }
  });

  it('ends with 2 when it could not run to its end', async () => {
    const spec = await file('fails.spec', 'setup { select missing; }\nsession s step a { select 1; }');
    const { code, stdout, stderr } = await run(['spec', spec]);
    expect(code).toBe(2);
    expect(stdout).toContain('setup failed: ERROR:  column "missing" does not exist');
    expect(stderr).toMatch(/fails\.spec ended before its last permutation/);
  });

  it('drops its database when it is interrupted during a step', async () => {
    const spec = await file('sleeps.spec', 'session s step a { select 1; } step b { select pg_sleep(60); }');
    const { child, result } = startCli(['spec', spec], { DATABASE_URL: home.url });
    child.stdout?.once('data', () => child.kill('SIGINT'));
    const { code, stderr } = await result;
    expect(code, stderr).toBe(2);
    expect(stderr).toContain('interrupted before the last permutation');
    const { client, close } = openDatabase(home.url, 'test');
    try {
      expect(await client`select datname from pg_database where datname like 'stampede_spec_%'`).toHaveLength(0);
    } finally {
      await close();
    }
  });

  it('ends with 4 and the remedy if the role may not create databases', async () => {
    const { client, close } = openDatabase(home.url, 'test');
    const role = `poor_${new URL(home.url).pathname.slice(1)}`;
    await client.unsafe(`create role ${role} login password 'p' in role pg_read_all_data; grant all on schema public, drizzle to ${role}; grant all on all tables in schema public, drizzle to ${role}`);
    await client.unsafe(`grant create on database ${new URL(home.url).pathname.slice(1)} to ${role}`);
    try {
      const url = new URL(home.url);
      url.username = role;
      url.password = 'p';
      const { code, stdout, stderr } = await run(['spec', shipped], url.href);
      expect(stderr).toContain(`alter role "${role}" createdb`);
      expect({ code, stdout }).toEqual({ code: 4, stdout: '' });
    } finally {
      await client.unsafe(`drop owned by ${role}; drop role ${role}`);
      await close();
    }
  });

  it('ends with 64 before anything is run, and names every bad file', async () => {
    const bad = await file('bad.spec', 'session s\nstep a select 1');
    const { code, stdout, stderr } = await refuse(['spec', shipped, bad, join(folder, 'missing.spec')]);
    expect({ code, stdout }).toEqual({ code: 64, stdout: '' });
    expect(stderr).toMatch(/bad\.spec, line 2: expected SQL in braces of the step a, found the name "select"[^]*missing\.spec cannot be read[^]*Nothing was run/);
  });

  it.each([
    [['spec', shipped, shipped, '--expected', 'x'], /--expected is for one spec/],
    [['spec', shipped, '--expected', 'missing.out'], /missing\.out cannot be read/],
    [['spec', shipped, '--step-timeout', '0'], /expected whole seconds from 1 to 3600/],
    [['spec'], /missing required argument/],
    [['export', 'x'], /required option '--format/],
    [['export', 'x', '--format', 'pdf'], /Allowed choices are porcupine, elle, spec, csv/],
  ])('%j ends with 64', async (args, sentence) => {
    const { code, stdout, stderr } = await refuse(args);
    expect({ code, stdout }).toEqual({ code: 64, stdout: '' });
    expect(stderr).toMatch(sentence);
  });
});

it('stampede export ends with 64 and a message for an unknown run', async () => {
  const { code, stdout, stderr } = await run(['export', 'nobody', '--format', 'csv']);
  expect({ code, stdout }).toEqual({ code: 64, stdout: '' });
  expect(stderr).toMatch(/Nothing is kept of a run nobody.*Nothing was written/);
});
