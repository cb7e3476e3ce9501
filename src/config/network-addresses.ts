import { networkInterfaces } from 'node:os';

type Addresses = ReturnType<typeof networkInterfaces>;

const LOOPBACK = new Set(['127.0.0.1', 'localhost', '::1']);
const EVERYWHERE = new Set(['0.0.0.0', '::']);

export const isLoopback = (host: string): boolean => LOOPBACK.has(host);

/** The URLs at which others on the network reach a server that listens on `host` and `port`; empty if they cannot. */
export function networkUrls(host: string, port: number, addresses: Addresses = networkInterfaces()): string[] {
  if (isLoopback(host)) return [];
  const reachable = EVERYWHERE.has(host) ? outwardAddresses(addresses) : [host];
  return reachable.map((address) => `http://${address.includes(':') ? `[${address}]` : address}:${port}`);
}

/** The addresses of this machine that others can reach; only IPv4, because IPv6 addresses are too long to type. */
const outwardAddresses = (addresses: Addresses): string[] =>
  Object.values(addresses).flatMap((list) => (list ?? []).filter(({ family, internal }) => family === 'IPv4' && !internal).map(({ address }) => address));
