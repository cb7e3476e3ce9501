/** So many random bytes in hexadecimal. `crypto.randomUUID` does not exist on a page that came over plain HTTP from another machine. */
export const randomHex = (bytes: number): string => Array.from(crypto.getRandomValues(new Uint8Array(bytes)), (byte) => byte.toString(16).padStart(2, '0')).join('');

/** A whole number below `limit`, at random. */
export const randomBelow = (limit: number): number => (crypto.getRandomValues(new Uint32Array(1))[0] ?? 0) % limit;
