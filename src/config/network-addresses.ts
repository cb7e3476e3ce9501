import { networkInterfaces } from 'node:os';

type Addresses = ReturnType<typeof networkInterfaces>;

const LOOPBACK = new Set(['127.0.0.1', 'localhost', '::1']);
const EVERYWHERE = new Set(['0.0.0.0', '::']);

export const isLoopback = (host: string): boolean => LOOPBACK.has(host);

/** Where others in the network reach a server that listens on `host` and `port`; empty when they cannot. */
export function networkUrls(host: string, port: number, addresses: Addresses = networkInterfaces()): string[] {
  if (isLoopback(host)) return [];
  const reachable = EVERYWHERE.has(host) ? outwardAddresses(addresses) : [host];
  return reachable.map((address) => `http://${address.includes(':') ? `[${address}]` : address}:${port}`);
}

/** Those of this machine that others may reach it at, IPv4 alone: nobody types the others. */
const outwardAddresses = (addresses: Addresses): string[] =>
  Object.values(addresses).flatMap((list) => (list ?? []).filter(({ family, internal }) => family === 'IPv4' && !internal).map(({ address }) => address));
