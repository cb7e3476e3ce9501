import { expect, test } from 'vitest';
import { clientAddress } from './client-address';

test.each([
  ['203.0.113.7', '203.0.113.7'],
  ['::ffff:203.0.113.7', '203.0.113.7'],
  ['::ffff:cb00:7107', '203.0.113.7'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
  ['2001:db8:1:2:ffff::1', '2001:db8:1:2::/64'],
  ['2001:db8::1', '2001:db8:0:0::/64'],
  ['fe80::1%eth0', 'fe80:0:0:0::/64'],
  ['::1', '0:0:0:0::/64'],
])('a socket of %s is the client %s', (socket, client) => {
  expect(clientAddress(socket, undefined, 0)).toBe(client);
});

test.each([
  ['no proxy is trusted', '198.51.100.1', 0, '10.0.0.1'],
  ['one proxy: the entry that it wrote', '6.6.6.6, 198.51.100.1', 1, '198.51.100.1'],
  ['two proxies: the entry of the first', '6.6.6.6, 198.51.100.1, 10.0.0.9', 2, '198.51.100.1'],
  ['a client bypassed a proxy', '198.51.100.1', 2, '10.0.0.1'],
  ['a port behind it', '198.51.100.1:5123', 1, '198.51.100.1'],
  ['an IPv6 address with a port', '[2001:db8:1:2::9]:443', 1, '2001:db8:1:2::/64'],
  ['no address', 'evil"header', 1, '10.0.0.1'],
  ['nothing', '', 1, '10.0.0.1'],
])('X-Forwarded-For, where %s', (_case, header, proxies, client) => {
  expect(clientAddress('10.0.0.1', header, proxies)).toBe(client);
});
