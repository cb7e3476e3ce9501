import { randomUUID } from 'node:crypto';
import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { isAlive, ownIdentity } from './process-identity.mjs';

const RETRY_MS = 25;

/**
 * Runs `work` while no other process, and no other call in this one, holds the lock of that name.
 * A lock whose owner has died is taken over.
 * @template T
 * @param {string} path the lock's file; its folder is created
 * @param {() => T | Promise<T>} work
 * @param {{ timeoutMs?: number, onWait?: (ownerPid: number) => void }} [options]
 * @returns {Promise<T>} rejects when the lock was not free within `timeoutMs` (2 minutes by default)
 */
export async function withFileLock(path, work, options = {}) {
  const release = await takeLock(path, options);
  try {
    return await work();
  } finally {
    release();
  }
}

/**
 * @param {string} path
 * @param {{ timeoutMs?: number, onWait?: (ownerPid: number) => void }} options
 * @returns {Promise<() => void>}
 */
async function takeLock(path, { timeoutMs = 120_000, onWait }) {
  mkdirSync(dirname(path), { recursive: true });
  const token = randomUUID();
  const mine = `${path}.${token}`;
  // Written first and linked into place, so that no process ever sees a lock without its owner in it.
  writeFileSync(mine, JSON.stringify({ ...ownIdentity(), token }), { mode: 0o644 });
  const deadline = performance.now() + timeoutMs;
  let logged = false;
  try {
    for (;;) {
      if (tryLink(mine, path)) return () => release(path, token);
      const owner = readOwner(path);
      if (owner !== null && !isAlive(owner)) {
        stealFrom(owner.token, path);
        continue;
      }
      if (owner !== null && !logged) {
        logged = true;
        onWait?.(owner.pid);
      }
      if (performance.now() > deadline) {
        throw new Error(
          `The lock ${path} was not free after ${Math.round(timeoutMs / 1000)} s: process ${owner?.pid ?? '?'} holds it. ` +
            'Nothing was changed. Wait for that command, or end it, and try again.',
        );
      }
      await wait(RETRY_MS);
    }
  } finally {
    rmSync(mine, { force: true });
  }
}

/** @param {string} mine @param {string} path */
function tryLink(mine, path) {
  try {
    linkSync(mine, path);
    return true;
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code === 'EEXIST') return false;
    throw error;
  }
}

/** @param {string} path @returns {{ pid: number, startedAt: string, token: string } | null} */
function readOwner(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return null;
  }
}

/**
 * Moves a dead owner's lock away. Two processes may try at once, and the slower one would then move the lock of the faster:
 * it sees the wrong token and puts the lock back.
 * @param {string} token @param {string} path
 */
function stealFrom(token, path) {
  const aside = `${path}.${randomUUID()}`;
  try {
    renameSync(path, aside);
  } catch {
    return;
  }
  if (readOwner(aside)?.token !== token) tryLink(aside, path);
  rmSync(aside, { force: true });
}

/** @param {string} path @param {string} token */
function release(path, token) {
  if (readOwner(path)?.token === token) rmSync(path, { force: true });
}
