import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import postgres from 'postgres';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { projectRoot } from '@/config/project-root';
import { machineClock } from '@/domain/monotonic-clock';
import { makeScratchDatabase, type ScratchDatabase } from '@/stores/postgres/scratch-database';
import { parseSpec } from './parse-spec';
import { runSpec } from './run-spec';

const FIXTURES = join(projectRoot(), 'src/lab/spec/fixtures');
const SHIPPED = join(projectRoot(), 'experiments/specs');

// One for all of them: each of these specs takes away what it made.
let scratch: ScratchDatabase;
beforeAll(async () => {
  scratch = await makeScratchDatabase(inject('databaseUrl'));
});
afterAll(() => scratch.drop());

const specsIn = (folder: string): string[] => readdirSync(folder).filter((name) => name.endsWith('.spec')).map((name) => name.slice(0, -5));

const expectedOf = (folder: string, name: string): string => readFileSync(join(folder, `${name}.out`), 'utf8');

async function transcriptOf(text: string, stepTimeoutMs = 60_000, url = scratch.url): Promise<{ transcript: string; endedEarly: string | null }> {
  let transcript = '';
  const print = (line: string): void => void (transcript += `${line}\n`);
  const endedEarly = await runSpec(parseSpec(text), url, { print, stepTimeoutMs, now: machineClock, signal: new AbortController().signal });
  return { transcript, endedEarly };
}

describe('the transcript of a spec', () => {
  // The expected files were written by PostgreSQL's own isolationtester (15.20) against PostgreSQL 18.4.
  it.each(specsIn(FIXTURES).filter((name) => name !== 'stuck'))("is what PostgreSQL's own tester writes: %s", async (name) => {
    const { transcript } = await transcriptOf(readFileSync(join(FIXTURES, `${name}.spec`), 'utf8'));
    expect(transcript).toBe(expectedOf(FIXTURES, name));
  });

  it.each(specsIn(SHIPPED))('teaches what its file says: %s', async (name) => {
    const { transcript, endedEarly } = await transcriptOf(readFileSync(join(SHIPPED, `${name}.spec`), 'utf8'));
    expect(transcript).toBe(expectedOf(SHIPPED, name));
    expect(endedEarly).toBeNull();
  });

  it('shows that a step was cancelled after its session had waited too long', async () => {
    const { transcript } = await transcriptOf(readFileSync(join(FIXTURES, 'stuck.spec'), 'utf8'), 1_000);
    // A busy machine may look a second later.
    expect(transcript.replace(/after \d+ seconds/, 'after 1 seconds')).toBe(expectedOf(FIXTURES, 'stuck'));
  });

  it('says why it ended before its last permutation', async () => {
    const { endedEarly } = await transcriptOf('setup { select missing; }\nsession s step a { select 1; }');
    expect(endedEarly).toBe('setup failed: ERROR:  column "missing" does not exist\nLINE 1: select missing;\n               ^');
  });

  it("finds who is blocked where the tester's own function is not permitted", async () => {
    const admin = postgres(scratch.url, { max: 1, onnotice: () => undefined });
    const role = `plain_${new URL(scratch.url).pathname.slice(1)}`;
    await admin.unsafe(`create role ${role} login password 'p'; grant create on schema public to ${role};
      revoke execute on function pg_catalog.pg_isolation_test_session_is_blocked(int, int[]) from public`);
    try {
      const url = new URL(scratch.url);
      url.username = role;
      url.password = 'p';
      const spec = readFileSync(join(SHIPPED, 'for-update-queue.spec'), 'utf8');
      const { transcript } = await transcriptOf(spec, 60_000, url.href);
      expect(transcript).toBe(expectedOf(SHIPPED, 'for-update-queue'));
    } finally {
      await admin.unsafe(`drop owned by ${role}; drop role ${role}`);
      await admin.end({ timeout: 5 });
    }
  });

  it('ends at once, with nothing left behind, when it is aborted under a blocked step', async () => {
    const interrupted = new AbortController();
    const text = 'session s step a { select pg_advisory_lock(1); }\nsession t step b { select pg_advisory_lock(1); } step c { select pg_sleep(60); }\npermutation a b c';
    const print = (line: string): void => {
      if (line.includes('<waiting ...>')) interrupted.abort(new Error('stopped'));
    };
    const run = runSpec(parseSpec(text), scratch.url, { print, stepTimeoutMs: 60_000, now: machineClock, signal: interrupted.signal });
    await expect(run).rejects.toThrow('stopped');
  });
});
