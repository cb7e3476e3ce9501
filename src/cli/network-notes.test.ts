import { expect, it } from 'vitest';
import { networkNotes } from './network-notes';

const WEB = 'http://127.0.0.1:3000';
const address = (text: string, family: 'IPv4' | 'IPv6', internal = false) => ({ address: text, family, internal, netmask: '', mac: '', cidr: null, scopeid: 0 });
const ADDRESSES = {
  lo: [address('127.0.0.1', 'IPv4', true)],
  wifi: [address('192.168.7.20', 'IPv4'), address('fe80::1', 'IPv6')],
} as Parameters<typeof networkNotes>[3];

it('on loopback one line gives the token', () => {
  expect(networkNotes('127.0.0.1', WEB, 'secret-secret', ADDRESSES)).toEqual(['Instructor token (for /admin): secret-secret']);
});

it('on a network the notes also say what requires the token, and where phones find the shop', () => {
  const notes = networkNotes('0.0.0.0', WEB, 'secret-secret', ADDRESSES).join('\n');
  expect(notes).toContain('Instructor token: secret-secret');
  expect(notes).toMatch(/Flooding.* the token/);
  expect(notes).toContain('http://192.168.7.20:3000/shop');
  expect(notes).not.toContain('fe80');
  expect(networkNotes('10.0.0.5', WEB, 'secret-secret', ADDRESSES).join('\n')).toContain('http://10.0.0.5:3000/shop');
});
