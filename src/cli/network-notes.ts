import { isLoopback, networkUrls } from '@/config/network-addresses';

type Addresses = Parameters<typeof networkUrls>[2];

/** What an instructor needs to know after the start: the token, and on a network the address for a class. */
export function networkNotes(host: string, webUrl: string, token: string, addresses?: Addresses): string[] {
  if (isLoopback(host)) return [`Instructor token (for /admin): ${token}`];
  return [
    `Instructor token: ${token}`,
    'Others on the network can watch and buy. Flooding, resetting, labs and /admin require the token; log in with it at /admin.',
    ...networkUrls(host, Number(new URL(webUrl).port), addresses).map((url) => `For phones on the same network: ${url}/shop`),
  ];
}
