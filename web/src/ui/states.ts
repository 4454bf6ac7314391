// Every state that a screen can show: shape, word and colour together. One word, one meaning.
import { catalogue } from '../lib/catalogue.ts';
import type { ShapeName } from './Shape.tsx';

export type Colour = 'ink2' | 'ink3' | 'accent' | 'ok' | 'warn' | 'bad' | 'unknown';

export const STATES = {
  // changes
  proposed: ['dashedRing', 'ink2'],
  approved: ['ringDot', 'accent'],
  sending: ['arc', 'accent'],
  proven: ['seal', 'ok'],
  refused: ['octagon', 'bad'],
  unknown: ['question', 'unknown'],
  held: ['shield', 'warn'],
  contested: ['contested', 'warn'],
  rehearsed: ['wall', 'ink3'],
  superseded: ['chevrons', 'ink3'],
  cancelled: ['slashed', 'ink3'],
  expired: ['clock', 'ink3'],
  undone: ['back', 'ink3'],
  // listings, and whether a shop shows what it should
  draft: ['dashedRing', 'ink2'],
  ready: ['ringDot', 'accent'],
  live: ['seal', 'ok'],
  hidden: ['eyeOff', 'ink2'],
  ended: ['square', 'ink3'],
  right: ['seal', 'ok'],
  notRead: ['ring', 'ink3'],
  differs: ['unequal', 'warn'],
  // orders
  pending: ['dashedRing', 'ink2'],
  confirmed: ['ringDot', 'accent'],
  processing: ['arc', 'accent'],
  shipped: ['wall', 'accent'],
  delivered: ['check', 'ok'],
  returned: ['back', 'ink3'],
  // jobs
  waiting: ['dashedRing', 'ink2'],
  working: ['arc', 'accent'],
  done: ['check', 'ok'],
  failed: ['octagon', 'bad'],
  stopped: ['stop', 'ink3'],
  // connections and parts of the machine
  healthy: ['pulse', 'ok'],
  running: ['pulse', 'ok'],
  slow: ['clock', 'warn'],
  needsYou: ['warn', 'warn'],
  notAnswering: ['plug', 'bad'],
  disconnected: ['slashed', 'ink3'],
  // people, keys, sessions
  active: ['check', 'ok'],
  invited: ['dashedRing', 'ink2'],
  closing: ['clock', 'warn'],
  archived: ['square', 'ink3'],
  revoked: ['slashed', 'ink3'],
} as const satisfies Record<string, readonly [ShapeName, Colour]>;

export type StateName = keyof typeof STATES;

export const words: Readonly<Record<StateName, string>> = catalogue({
  en: {
    proposed: 'Proposed', approved: 'Approved', sending: 'Sending', proven: 'Proven', refused: 'Refused',
    unknown: 'Unknown', held: 'Held', contested: 'Contested', rehearsed: 'Rehearsed', superseded: 'Superseded',
    cancelled: 'Cancelled', expired: 'Expired', undone: 'Undone',
    draft: 'Draft', ready: 'Ready', live: 'Live', hidden: 'Hidden', ended: 'Ended',
    right: 'Right', notRead: 'Not yet read', differs: 'Shows something else',
    pending: 'Pending', confirmed: 'Confirmed', processing: 'Processing', shipped: 'Shipped',
    delivered: 'Delivered', returned: 'Returned',
    waiting: 'Waiting', working: 'Running', done: 'Done', failed: 'Failed', stopped: 'Stopped',
    healthy: 'Healthy', running: 'Running', slow: 'Slow', needsYou: 'Needs you',
    notAnswering: 'Not answering', disconnected: 'Disconnected',
    active: 'Active', invited: 'Invited', closing: 'Closing', archived: 'Archived', revoked: 'Revoked',
  },
  id: {
    proposed: 'Diusulkan', approved: 'Disetujui', sending: 'Mengirim', proven: 'Terbukti', refused: 'Ditolak',
    unknown: 'Belum diketahui', held: 'Ditahan', contested: 'Bertentangan', rehearsed: 'Uji coba', superseded: 'Digantikan',
    cancelled: 'Dibatalkan', expired: 'Kedaluwarsa', undone: 'Dikembalikan',
    draft: 'Draf', ready: 'Siap', live: 'Tayang', hidden: 'Disembunyikan', ended: 'Berakhir',
    right: 'Sesuai', notRead: 'Belum dibaca', differs: 'Menampilkan yang lain',
    pending: 'Menunggu', confirmed: 'Dikonfirmasi', processing: 'Diproses', shipped: 'Dikirim',
    delivered: 'Diterima', returned: 'Diretur',
    waiting: 'Menunggu', working: 'Berjalan', done: 'Selesai', failed: 'Gagal', stopped: 'Dihentikan',
    healthy: 'Sehat', running: 'Berjalan', slow: 'Lambat', needsYou: 'Perlu Anda',
    notAnswering: 'Tidak menjawab', disconnected: 'Terputus',
    active: 'Aktif', invited: 'Diundang', closing: 'Akan ditutup', archived: 'Diarsipkan', revoked: 'Dicabut',
  },
});
