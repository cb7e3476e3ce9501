import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';

/**
 * Who calls, as limits know them: an IPv4 address, or the /64 network of an IPv6 address, because a customer of a provider
 * has at least that many to choose from. Behind `trustedProxies` proxies it is the entry that the first of them wrote into
 * X-Forwarded-For; what stands to the left of it is the caller's own claim. With fewer entries than proxies, a caller came
 * past them: then it is the socket's.
 */
export function clientAddress(socketAddress: string | undefined, forwardedFor: string | undefined, trustedProxies: number): string {
  const socket = network(socketAddress ?? '') ?? 'unknown';
  if (trustedProxies === 0 || forwardedFor === undefined) return socket;
  const hops = forwardedFor.split(',');
  return network(withoutPort((hops[hops.length - trustedProxies] ?? '').trim())) ?? socket;
}

/** `1.2.3.4:5678` and `[::1]:5678`, as some proxies write. */
function withoutPort(entry: string): string {
  const [, v6, v4] = /^(?:\[([^\]]*)\](?::\d+)?|([\d.]+):\d+)$/.exec(entry) ?? [];
  return v6 ?? v4 ?? entry;
}

function network(address: string): string | null {
  if (isIP(address) === 0) return null;
  // An IPv4 address that is written as an IPv6 one becomes what it is.
  const parsed = ipaddr.process(address);
  return parsed instanceof ipaddr.IPv6 ? `${parsed.parts.slice(0, 4).map((group) => group.toString(16)).join(':')}::/64` : parsed.toString();
}
