import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isAlive, ownIdentity, type ProcessIdentity } from './bootstrap/process-identity.mjs';

/** The services that a running launcher of this project offers to the other commands. */
export interface PublishedServices {
  launcher: ProcessIdentity;
  /** The command that runs it: `start`, `dev` or `services up`. */
  command: string;
  databaseUrl: string;
  /** Whether the launcher started them itself, from the state folder, or got them from its environment. */
  databaseIsOurs: boolean;
  redisIsOurs: boolean;
  shopsAreOurs: boolean;
  redis: { urls: string[] } | { unavailable: string };
  shopUrls: string[];
  /** The event bus of the shops. */
  eventBus: 'memory' | 'nats';
  /** Null if it has no web. */
  webUrl: string | null;
}

const folderOf = (stateDir: string): string => join(stateDir, 'launchers');
const fileOf = (stateDir: string, pid: number): string => join(folderOf(stateDir), `${String(pid)}.json`);

/** Publishes our services; replaces what we published before. Readable only by us: the database's password is in it. */
export function publishServices(stateDir: string, services: Omit<PublishedServices, 'launcher'>): void {
  mkdirSync(folderOf(stateDir), { recursive: true });
  const fresh = join(stateDir, `launcher.${String(process.pid)}.new`);
  const published: PublishedServices = { launcher: ownIdentity(), ...services };
  writeFileSync(fresh, `${JSON.stringify(published, null, 2)}\n`, { mode: 0o600 });
  renameSync(fresh, fileOf(stateDir, process.pid));
}

/** The offers of running launchers. The offer of a killed one is deleted. */
export function publishedServices(stateDir: string): PublishedServices[] {
  return offerFiles(stateDir).flatMap((file) => {
    const offer = readOffer(file);
    if (offer !== null && isAlive(offer.launcher)) return [offer];
    rmSync(file, { force: true });
    return [];
  });
}

/** Withdraws our own offer. */
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
