import { isIP, isIPv4, isIPv6 } from 'node:net';

/**
 * Who calls, as limits know them: an IPv4 address, or the /64 network of an IPv6 address, because a customer of a provider
 * has at least that many to choose from. Behind `trustedProxies` proxies it is the entry that the first of them wrote into
 * X-Forwarded-For; what stands to the left of it is the caller's own claim. With fewer entries than proxies, somebody came
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
  const [bare = ''] = address.split('%');
  if (isIP(bare) === 0) return null;
  if (isIPv4(bare)) return bare;
  const groups = groupsOf(bare);
  if (groups.slice(0, 5).every((group) => group === 0) && groups[5] === 0xffff) return mappedAddress(groups);
  return `${groups.slice(0, 4).map((group) => group.toString(16)).join(':')}::/64`;
}

const mappedAddress = ([, , , , , , high = 0, low = 0]: readonly number[]): string => [high >> 8, high & 255, low >> 8, low & 255].join('.');

/** The eight groups of an IPv6 address. */
function groupsOf(address: string): number[] {
  // URL has one way to write each address: an embedded IPv4 becomes two groups.
  const written = isIPv6(address) ? new URL(`http://[${address}]`).hostname.slice(1, -1) : '::';
  const [head = '', tail] = written.split('::');
  const numbers = (part: string): number[] => part.split(':').filter((group) => group !== '').map((group) => parseInt(group, 16));
  const [front, back] = [numbers(head), numbers(tail ?? '')];
  return [...front, ...Array<number>(8 - front.length - back.length).fill(0), ...back];
}
