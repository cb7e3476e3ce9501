import { networkInterfaces } from 'node:os';

type Addresses = ReturnType<typeof networkInterfaces>;

const LOOPBACK = new Set(['127.0.0.1', 'localhost', '::1']);
const EVERYWHERE = new Set(['0.0.0.0', '::']);

/** What whoever starts the web must know to teach with it: the token, and beyond loopback where a class finds it. */
export function networkNotes(host: string, webUrl: string, token: string, addresses: Addresses = networkInterfaces()): string[] {
  if (LOOPBACK.has(host)) return [`Instructor token (for /admin): ${token}`];
  const urls = (EVERYWHERE.has(host) ? outwardAddresses(addresses) : [host]).map((address) => `http://${address.includes(':') ? `[${address}]` : address}:${new URL(webUrl).port}/shop`);
  return [
    `Instructor token: ${token}`,
    'Others can reach this: they may watch and buy. Flooding, resetting, labs and /admin take the token; log in with it at /admin.',
    ...urls.map((url) => `For phones in the same network: ${url}`),
  ];
}

/** Those of this machine that others may reach it at, IPv4 alone: nobody types the others. */
const outwardAddresses = (addresses: Addresses): string[] =>
  Object.values(addresses).flatMap((list) => (list ?? []).filter(({ family, internal }) => family === 'IPv4' && !internal).map(({ address }) => address));
