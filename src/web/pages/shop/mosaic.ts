/** Side of a tile, in the picture's own units. */
export const TILE = 40;

interface Tile {
  x: number;
  y: number;
  fill: string;
  shape: string;
  color: string;
  /** Quarters of a turn. */
  turn: number;
}

interface Mosaic {
  columns: number;
  rows: number;
  background: string;
  tiles: Tile[];
}

/** From dark to light. None is a blue, red, amber or green of the page: those mean something. */
const PALETTES: readonly (readonly [string, string, string, string])[] = [
  ['#2e1065', '#6d28d9', '#a78bfa', '#ede9fe'],
  ['#134e4a', '#0f766e', '#5eead4', '#ccfbf1'],
  ['#500724', '#be185d', '#f9a8d4', '#fce7f3'],
  ['#1e1b4b', '#4338ca', '#a5b4fc', '#e0e7ff'],
  ['#4a044e', '#a21caf', '#f0abfc', '#fae8ff'],
  ['#1c1917', '#57534e', '#d6d3d1', '#fafaf9'],
];

const H = TILE / 2;
/** A quarter of a circle, half of one, a whole, a triangle, a leaf, a ring's quarter, and a bar. */
const SHAPES = [
  `M0 0H${TILE}A${TILE} ${TILE} 0 0 1 0 ${TILE}Z`,
  `M0 0H${TILE}A${H} ${H} 0 0 1 0 0Z`,
  `M${H} ${TILE * 0.12}A${TILE * 0.38} ${TILE * 0.38} 0 1 1 ${H - 0.01} ${TILE * 0.12}Z`,
  `M0 0H${TILE}L0 ${TILE}Z`,
  `M0 0A${TILE} ${TILE} 0 0 1 ${TILE} ${TILE}A${TILE} ${TILE} 0 0 1 0 0Z`,
  `M0 0H${TILE}A${TILE} ${TILE} 0 0 1 0 ${TILE}V${H}A${H} ${H} 0 0 0 ${H} 0Z`,
  `M0 0H${TILE}V${H}H0Z`,
] as const;

/** A mosaic that the seed decides; tiles of it repeat like a printed cloth, so that it reads as one thing. */
export function mosaicOf(seed: string, columns = 6, rows = 4): Mosaic {
  const next = randomOf(seed);
  const below = (limit: number): number => Math.floor(next() * limit);
  const palette = PALETTES[below(PALETTES.length)] ?? ['#1c1917', '#57534e', '#d6d3d1', '#fafaf9'];
  const [dark, middle, light, pale] = palette;
  const pairs = [[dark, light], [middle, pale], [middle, dark], [light, middle], [dark, pale], [light, dark]] as const;
  const patch = Array.from({ length: 6 }, () => ({ shape: SHAPES[below(SHAPES.length)] ?? SHAPES[0], pair: pairs[below(pairs.length)] ?? pairs[0], turn: below(4) }));
  const across = 2 + below(2);
  const tiles = Array.from({ length: columns * rows }, (_, place) => {
    const [x, y] = [place % columns, Math.floor(place / columns)];
    const { shape, pair, turn } = patch[(x % across) + (y % 2) * across] ?? { shape: SHAPES[0], pair: pairs[0], turn: 0 };
    // Every second repetition is turned upside down, so that the small figures form bigger ones.
    const flip = Math.floor(x / across) + Math.floor(y / 2);
    return { x, y, shape, fill: pair[0], color: pair[1], turn: (turn + 2 * flip) % 4 };
  });
  return { columns, rows, background: dark, tiles };
}

/** Numbers from 0 to 1 that depend on a text alone: FNV-1a into mulberry32. */
function randomOf(seed: string): () => number {
  let state = 2_166_136_261;
  for (const char of seed) state = Math.imul(state ^ (char.codePointAt(0) ?? 0), 16_777_619);
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
