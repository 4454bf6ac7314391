// A QR code as ISO/IEC 18004 describes it: bytes, error correction of level M, and the smallest of the
// first twenty versions that holds them. Pure; true is dark.

export type Grid = boolean[][];

// By version: bytes of error correction in a block, and blocks.
const BLOCKS: readonly (readonly [check: number, blocks: number])[] = [
  [10, 1], [16, 1], [26, 1], [18, 2], [24, 2], [16, 4], [18, 4], [22, 4], [22, 5], [26, 5],
  [30, 5], [22, 8], [22, 9], [24, 9], [24, 10], [28, 10], [28, 11], [26, 13], [26, 14], [26, 16],
];
const PADDING = [0xec, 0x11];
const MASKS: readonly ((x: number, y: number) => boolean)[] = [
  (x, y) => (x + y) % 2 === 0,
  (_, y) => y % 2 === 0,
  (x) => x % 3 === 0,
  (x, y) => (x + y) % 3 === 0,
  (x, y) => (Math.floor(x / 3) + Math.floor(y / 2)) % 2 === 0,
  (x, y) => ((x * y) % 2) + ((x * y) % 3) === 0,
  (x, y) => (((x * y) % 2) + ((x * y) % 3)) % 2 === 0,
  (x, y) => (((x + y) % 2) + ((x * y) % 3)) % 2 === 0,
];

/** The code of these words; an error if they are too long for any that a phone reads at ease. */
export function qr(words: string): Grid {
  const bytes = [...new TextEncoder().encode(words)];
  const version = BLOCKS.findIndex((_, index) => bytes.length <= room(index + 1)) + 1;
  if (version === 0) throw new Error(`${bytes.length} bytes are too many for a QR code here`);
  const plan = planOf(version);
  const stream = withCorrection(version, filled(version, bytes));
  const drawn = MASKS.map((_, mask) => draw(plan, version, stream, mask));
  return drawn.reduce((best, one) => (penalty(one) < penalty(best) ? one : best));
}

/** All bytes of a version: data and correction. */
function capacity(version: number): number {
  const align = version === 1 ? 0 : Math.floor(version / 7) + 2;
  const taken = align === 0 ? 0 : (25 * align - 10) * align - 55 + (version >= 7 ? 36 : 0);
  return Math.floor(((16 * version + 128) * version + 64 - taken) / 8);
}

function dataBytes(version: number): number {
  const [check, blocks] = BLOCKS[version - 1] ?? [0, 0];
  return capacity(version) - check * blocks;
}

const countBits = (version: number) => (version < 10 ? 8 : 16);
const room = (version: number) => dataBytes(version) - (4 + countBits(version)) / 8;

/** Mode, count, bytes and padding. */
function filled(version: number, bytes: readonly number[]): number[] {
  const head = `0100${bytes.length.toString(2).padStart(countBits(version), '0')}`;
  const bits = head + bytes.map((byte) => byte.toString(2).padStart(8, '0')).join('');
  const all = dataBytes(version);
  const ended = bits.padEnd(Math.min(bits.length + 4, all * 8), '0');
  const whole = ended.padEnd(Math.ceil(ended.length / 8) * 8, '0');
  const found = whole.match(/.{8}/g)?.map((word) => Number.parseInt(word, 2)) ?? [];
  return [...found, ...Array.from({ length: all - found.length }, (_, index) => PADDING[index % 2] ?? 0)];
}

/** Blocks with their correction, one byte of each in turn. */
function withCorrection(version: number, data: readonly number[]): number[] {
  const [check, blocks] = BLOCKS[version - 1] ?? [0, 0];
  const short = Math.floor(data.length / blocks);
  const shorts = blocks - (data.length % blocks);
  const parts = Array.from({ length: blocks }, (_, index) => {
    const start = index * short + Math.max(0, index - shorts);
    return data.slice(start, start + short + (index < shorts ? 0 : 1));
  });
  const checks = parts.map((part) => correction(part, check));
  return [...inTurn(parts), ...inTurn(checks)];
}

function inTurn(parts: readonly (readonly number[])[]): number[] {
  const longest = Math.max(...parts.map((part) => part.length));
  return Array.from({ length: longest }, (_, index) => parts.flatMap((part) => part[index] ?? [])).flat();
}

/** In the field of 256 with the polynomial 0x11d. */
function times(one: number, other: number): number {
  let product = 0;
  for (let bit = 7; bit >= 0; bit -= 1) {
    product = (product << 1) ^ (product & 0x80 ? 0x11d : 0);
    if ((other >> bit) & 1) product ^= one;
  }
  return product;
}

/** The rest of a division by the polynomial whose roots are the first powers of two. */
function correction(data: readonly number[], length: number): number[] {
  let divisor = [1];
  for (let index = 0, root = 1; index < length; index += 1, root = times(root, 2)) {
    const shifted = [0, ...divisor.map((term) => times(term, root))];
    divisor = shifted.map((term, at) => term ^ (divisor[at] ?? 0));
  }
  const rest = [...data, ...Array.from({ length }, () => 0)];
  for (let at = 0; at < data.length; at += 1) {
    const factor = rest[at] ?? 0;
    for (const [offset, term] of divisor.entries()) rest[at + offset] = (rest[at + offset] ?? 0) ^ times(term, factor);
  }
  return rest.slice(data.length);
}

type Plan = readonly (readonly (boolean | null)[])[];

/** What is the same for all codes of a version; null where data goes. */
function planOf(version: number): Plan {
  const size = 4 * version + 17;
  const plan: (boolean | null)[][] = Array.from({ length: size }, () => Array.from({ length: size }, () => null));
  const put = (x: number, y: number, dark: boolean) => {
    const row = plan[y];
    if (row && x >= 0 && x < size) row[x] = dark;
  };
  const rings = (cx: number, cy: number, radius: number, light: readonly number[]) => {
    for (let dy = -radius; dy <= radius; dy += 1) {
      for (let dx = -radius; dx <= radius; dx += 1) {
        put(cx + dx, cy + dy, !light.includes(Math.max(Math.abs(dx), Math.abs(dy))));
      }
    }
  };
  for (let at = 0; at < size; at += 1) {
    put(at, 6, at % 2 === 0);
    put(6, at, at % 2 === 0);
  }
  const places = alignments(version);
  for (const x of places) {
    for (const y of places) {
      if ((x === 6 && y === 6) || (x === 6 && y === size - 7) || (x === size - 7 && y === 6)) continue;
      rings(x, y, 2, [1]);
    }
  }
  for (const [x, y] of [[3, 3], [size - 4, 3], [3, size - 4]] as const) rings(x, y, 4, [2, 4]);
  for (const [x, y] of formatPlaces(size).flat()) put(x, y, false);
  put(8, size - 8, true);
  if (version >= 7) {
    const bits = (version << 12) | remainder(version, 12, 0x1f25);
    for (let index = 0; index < 18; index += 1) {
      const [near, far] = [Math.floor(index / 3), size - 11 + (index % 3)];
      put(near, far, ((bits >> index) & 1) === 1);
      put(far, near, ((bits >> index) & 1) === 1);
    }
  }
  return plan;
}

function alignments(version: number): number[] {
  if (version === 1) return [];
  const count = Math.floor(version / 7) + 2;
  const step = Math.ceil((4 * version + 4) / (2 * count - 2)) * 2;
  return [6, ...Array.from({ length: count - 1 }, (_, index) => 4 * version + 10 - step * index)];
}

/** Where the two copies of the format stand, from the lowest bit on. */
function formatPlaces(size: number): [number, number][][] {
  const first = Array.from({ length: 15 }, (_, bit): [number, number] => {
    if (bit < 6) return [8, bit];
    if (bit < 8) return [8, bit + 1];
    return [bit === 8 ? 7 : 14 - bit, 8];
  });
  const second = Array.from({ length: 15 }, (_, bit): [number, number] => (bit < 8 ? [size - 1 - bit, 8] : [8, size - 15 + bit]));
  return [first, second];
}

function remainder(value: number, bits: number, divisor: number): number {
  let rest = value;
  for (let step = 0; step < bits; step += 1) rest = (rest << 1) ^ ((rest >> (bits - 1)) & 1 ? divisor : 0);
  return rest;
}

function draw(plan: Plan, version: number, stream: readonly number[], mask: number): Grid {
  const size = 4 * version + 17;
  const isMasked = MASKS[mask] ?? (() => false);
  const grid = plan.map((row) => row.map((dark) => dark ?? false));
  let bit = 0;
  for (let right = size - 1; right >= 1; right -= 2) {
    const pair = right <= 6 ? right - 1 : right; // the column of the timing holds no data
    const upward = ((pair + 1) & 2) === 0;
    for (let step = 0; step < size; step += 1) {
      const y = upward ? size - 1 - step : step;
      for (const x of [pair, pair - 1]) {
        const row = grid[y];
        if (!row || plan[y]?.[x] !== null) continue;
        const dark = (((stream[bit >> 3] ?? 0) >> (7 - (bit & 7))) & 1) === 1;
        row[x] = dark !== isMasked(x, y);
        bit += 1;
      }
    }
  }
  const format = ((mask << 10) | remainder(mask, 10, 0x537)) ^ 0x5412; // level M is 00
  for (const places of formatPlaces(size)) {
    for (const [index, [x, y]] of places.entries()) {
      const row = grid[y];
      if (row) row[x] = ((format >> index) & 1) === 1;
    }
  }
  return grid;
}

/** How hard a drawing is to read: long runs, blocks, what looks like a corner, too much of one colour. */
export function penalty(grid: Grid): number {
  const lines = [...grid, ...grid.map((_, x) => grid.map((row) => row[x] ?? false))].map((line) =>
    line.map((dark) => (dark ? '1' : '0')).join(''),
  );
  let total = 0;
  for (const line of lines) {
    for (const [run] of line.matchAll(/0{5,}|1{5,}/g)) total += run.length - 2;
    for (const _ of line.matchAll(/(?=00001011101|10111010000)/g)) total += 40;
  }
  for (let y = 1; y < grid.length; y += 1) {
    for (let x = 1; x < grid.length; x += 1) {
      const here = grid[y]?.[x];
      if (here === grid[y]?.[x - 1] && here === grid[y - 1]?.[x] && here === grid[y - 1]?.[x - 1]) total += 3;
    }
  }
  const dark = grid.flat().filter(Boolean).length / grid.length ** 2;
  return total + 10 * Math.floor(Math.abs(dark * 20 - 10));
}

/** The outline for an SVG whose unit is one module, with the quiet zone of four around it. */
export function outline(grid: Grid): string {
  return grid
    .flatMap((row, y) => {
      const line = row.map((dark) => (dark ? '1' : '0')).join('');
      return [...line.matchAll(/1+/g)].map(({ 0: run, index }) => `M${index + 4} ${y + 4}h${run.length}v1h-${run.length}z`);
    })
    .join('');
}
