import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isAlive, ownIdentity, type ProcessIdentity } from './bootstrap/process-identity.mjs';

/** What a running launcher of this project offers to the other commands. */
export interface PublishedServices {
  launcher: ProcessIdentity;
  /** The command that runs it: `start`, `dev` or `services up`. */
  command: string;
  databaseUrl: string;
  /** Whether the launcher brought them itself, from the state folder, or its environment named them. */
  databaseIsOurs: boolean;
  redisIsOurs: boolean;
  shopsAreOurs: boolean;
  redis: { urls: string[] } | { unavailable: string };
  shopUrls: string[];
  /** Where the events of the shops go. */
  eventBus: 'memory' | 'nats';
  /** Null when it has no web. */
  webUrl: string | null;
}

const folderOf = (stateDir: string): string => join(stateDir, 'launchers');
const fileOf = (stateDir: string, pid: number): string => join(folderOf(stateDir), `${String(pid)}.json`);

/** Makes our services known; replaces what we said before. Readable by us alone: the database's password is in it. */
export function publishServices(stateDir: string, services: Omit<PublishedServices, 'launcher'>): void {
  mkdirSync(folderOf(stateDir), { recursive: true });
  const fresh = join(stateDir, `launcher.${String(process.pid)}.new`);
  const published: PublishedServices = { launcher: ownIdentity(), ...services };
  writeFileSync(fresh, `${JSON.stringify(published, null, 2)}\n`, { mode: 0o600 });
  renameSync(fresh, fileOf(stateDir, process.pid));
}

/** What the launchers that live offer. What a killed one left behind does not count, and is swept out. */
export function publishedServices(stateDir: string): PublishedServices[] {
  return offerFiles(stateDir).flatMap((file) => {
    const offer = readOffer(file);
    if (offer !== null && isAlive(offer.launcher)) return [offer];
    rmSync(file, { force: true });
    return [];
  });
}

/** Takes our own offer back. */
export function withdrawServices(stateDir: string): void {
  rmSync(fileOf(stateDir, process.pid), { force: true });
}

function offerFiles(stateDir: string): string[] {
  try {
    return readdirSync(folderOf(stateDir)).map((name) => join(folderOf(stateDir), name));
  } catch {
    return [];
  }
}

function readOffer(file: string): PublishedServices | null {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as PublishedServices;
  } catch {
    return null;
  }
}
