// Draws the icons of the installed app from the mark, which is made of whole squares: `npm run icons`.
import { writeFileSync } from 'node:fs';
import { crc32, deflateSync } from 'node:zlib';

const GRID = 16;
const INK = [0xff, 0xff, 0xff];
const GROUND = [0x05, 0x5f, 0x89];
// The same outline as in public/logo.svg: columns of the left half, from which row on they are filled.
const FROM = [6, 6, 3, 3, 0, 0, 7, 7];
const DOOR = { from: 11, columns: [6, 7] };

function filled(column, row) {
  const mirrored = column < GRID / 2 ? column : GRID - 1 - column;
  if (DOOR.columns.includes(mirrored) && row >= DOOR.from) return false;
  return row >= FROM[mirrored];
}

/** `share`: how much of the side the mark takes; a mask may cut off a fifth at each edge. */
function png(size, share) {
  const cell = Math.floor((size * share) / GRID);
  const start = Math.floor((size - cell * GRID) / 2);
  const rows = Buffer.alloc(size * (1 + size * 3));
  for (let y = 0; y < size; y += 1) {
    for (let x = 0; x < size; x += 1) {
      const [column, row] = [Math.floor((x - start) / cell), Math.floor((y - start) / cell)];
      const inside = column >= 0 && column < GRID && row >= 0 && row < GRID && filled(column, row);
      rows.set(inside ? INK : GROUND, y * (1 + size * 3) + 1 + x * 3);
    }
  }
  const head = Buffer.alloc(13);
  head.writeUInt32BE(size, 0);
  head.writeUInt32BE(size, 4);
  head.set([8, 2, 0, 0, 0], 8);
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([signature, chunk('IHDR', head), chunk('IDAT', deflateSync(rows, { level: 9 })), chunk('IEND', Buffer.alloc(0))]);
}

function chunk(name, data) {
  const named = Buffer.concat([Buffer.from(name), data]);
  const framed = Buffer.alloc(8 + named.length);
  framed.writeUInt32BE(data.length, 0);
  framed.set(named, 4);
  framed.writeUInt32BE(crc32(named), 4 + named.length);
  return framed;
}

for (const [name, size, share] of [
  ['icon-192', 192, 0.6],
  ['icon-512', 512, 0.6],
  ['maskable-512', 512, 0.47],
  ['apple-180', 180, 0.6],
]) {
  writeFileSync(new URL(`../public/icons/${name}.png`, import.meta.url), png(size, share));
}
