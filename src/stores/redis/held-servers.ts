import { Redis } from 'ioredis';
import Redlock, { type Lock } from 'redlock';
import { serversOf, type ClientOptions, type RedisServers } from './redis-servers';

/** Far longer than any lab is open. */
const HELD_MS = 24 * 60 * 60 * 1_000;

type Command = Parameters<Redis['sendCommand']>[0];

/** Keys with an expiry, and the requested expiry in milliseconds. */
export type Expiries = ReadonlyMap<string, number>;

/**
 * Redis servers whose locks do not expire by themselves: a lease or lock is set as requested, but lives until it is released or
 * `passTime` ends it, as its expiry would have. The keys have a prefix of their own; the commands are the real ones.
 */
export interface HeldServers extends RedisServers {
  /** Locks that were set with an expiry, by key. */
  readonly expiries: Expiries;
  /** Those that exist now. */
  present(): Promise<string[]>;
  /** Ends every lock that has an expiry. */
  passTime(): Promise<void>;
}

export function openHeldServers(urls: readonly string[], keyPrefix: string): HeldServers {
  const expiries = new Map<string, number>();
  const open = (url: string, options: ClientOptions): Redis => new HeldRedis(url, { ...options, keyPrefix }, (key, ms) => expiries.set(key.slice(keyPrefix.length), ms));
  const servers = serversOf(urls, open, (clients, settings) => new HeldRedlock(clients, settings, (key, ms) => expiries.set(key, ms)));
  const present = async (): Promise<string[]> => {
    const keys = [...expiries.keys()];
    const counts = await Promise.all(servers.clients.map((client) => Promise.all(keys.map((key) => client.exists(key)))));
    return keys.filter((_key, index) => counts.some((count) => (count[index] ?? 0) > 0));
  };
  return {
    ...servers,
    expiries,
    present,
    passTime: async () => {
      const keys = await present();
      if (keys.length > 0) await Promise.all(servers.clients.map((client) => client.del(...keys)));
    },
  };
}

type Note = (key: string, milliseconds: number) => void;

/** SET ... PX is sent with a longer expiry, so there is no moment in which the lock could expire. */
class HeldRedis extends Redis {
  readonly #note: Note;

  constructor(url: string, options: ClientOptions, note: Note) {
    super(url, options);
    this.#note = note;
  }

  override sendCommand(command: Command, ...rest: unknown[]): unknown {
    const { name, args } = command;
    const place = name === 'set' ? args.findIndex((arg) => String(arg).toUpperCase() === 'PX') + 1 : 0;
    if (place > 0) {
      this.#note(String(args[0]), Number(args[place]));
      args[place] = String(HELD_MS);
    }
    return super.sendCommand(command, ...(rest as []));
  }
}

class HeldRedlock extends Redlock {
  readonly #note: Note;

  constructor(clients: Iterable<Redis>, settings: ConstructorParameters<typeof Redlock>[1], note: Note) {
    super(clients, settings);
    this.#note = note;
  }

  override acquire(resources: string[], durationMs: number): Promise<Lock> {
    for (const resource of resources) this.#note(resource, durationMs);
    return super.acquire(resources, HELD_MS);
  }
}
