import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isAlive, ownIdentity } from './bootstrap/process-identity.mjs';

/** A claim of one process on a service that several commands may share: a file named after the process and its start. */
export interface Holder {
  folder: string;
  /** `pid-start-number` */
  name: string;
}

let claims = 0;

/** Adds a claim in `folder`. Take the service's lock first. */
export function claim(folder: string): Holder {
  mkdirSync(folder, { recursive: true });
  const { pid, startedAt } = ownIdentity();
  const holder = { folder, name: `${String(pid)}-${startedAt}-${String(++claims)}` };
  writeFileSync(join(folder, holder.name), '');
  return holder;
}

/** Removes a claim. True if no running process has another: then the service is to be stopped. Take the lock first. */
export function release(holder: Holder): boolean {
  rmSync(join(holder.folder, holder.name), { force: true });
  return livingClaims(holder.folder).length === 0;
}

/** The names of the claims whose processes are running; those of dead processes are deleted. */
export function livingClaims(folder: string): string[] {
  return claimNames(folder).filter((name) => {
    const [pid, startedAt] = name.split('-');
    const alive = isAlive({ pid: Number(pid), startedAt: startedAt ?? '' });
    if (!alive) rmSync(join(folder, name), { force: true });
    return alive;
  });
}

function claimNames(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
