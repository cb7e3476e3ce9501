import { encode } from 'uqr';

/** Where phones find the shop: by the name that this page was opened with, unless that name is a loopback name. */
export function joinUrls(origin: string, networkUrls: readonly string[]): string[] {
  const bases = LOOPBACK.test(new URL(origin).hostname) ? networkUrls : [origin];
  return bases.map((base) => `${base}/shop`);
}

const LOOPBACK = /^(127\.\d+\.\d+\.\d+|localhost|\[::1\]|0\.0\.0\.0)$/;

/** A QR code as one SVG path of unit squares, in a square of `size` units with the quiet border that the standard asks for. */
export function qrPath(text: string): { path: string; size: number } {
  const { data, size } = encode(text, { ecc: 'M', border: 4 });
  const dark = data.flatMap((row, y) => row.flatMap((on, x) => (on ? [`M${x} ${y}h1v1h-1z`] : [])));
  return { path: dark.join(''), size };
}
