import { isLoopback, networkUrls } from '@/config/network-addresses';

type Addresses = Parameters<typeof networkUrls>[2];

/** What whoever starts the web must know to teach with it: the token, and beyond loopback where a class finds it. */
export function networkNotes(host: string, webUrl: string, token: string, addresses?: Addresses): string[] {
  if (isLoopback(host)) return [`Instructor token (for /admin): ${token}`];
  return [
    `Instructor token: ${token}`,
    'Others can reach this: they may watch and buy. Flooding, resetting, labs and /admin take the token; log in with it at /admin.',
    ...networkUrls(host, Number(new URL(webUrl).port), addresses).map((url) => `For phones in the same network: ${url}/shop`),
  ];
}
