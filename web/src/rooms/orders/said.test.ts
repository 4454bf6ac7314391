import { afterEach, expect, test } from 'vitest';
import { setLanguage } from '../../lib/language.ts';
import { eventWords, heldWords, outcomeWords, reasonWords, stepWords, taxWords, troubleWords } from './said.ts';
import { trouble } from './sample.ts';

afterEach(() => setLanguage('en'));

const event = (name: string, told: Record<string, string>) => ({ at: '', name: `orders.${name}`, sentence: 'As in the log', told });

test('what keeps an order is said in the language of the reader, from codes and facts', () => {
  const address = trouble({ kind: 'address', told: { codes: 'street odd_postcode', country: 'ID' } });
  const loss = trouble({ kind: 'loss', told: { price: 'EUR 1200.50', cost: '1300.25 EUR' } });
  const stuck = trouble({ kind: 'stuck', told: { state: 'confirmed', days: '9', usual: '2' } });
  expect([address, loss, stuck, trouble()].map((each) => troubleWords(each).words)).toEqual([
    'It cannot be sent as it is: the street is missing, the postcode is none of this country.',
    'It is sold for EUR\u202F1,200.50, and its goods cost EUR\u202F1,300.25.',
    'It has been Confirmed for 9 days; usual here: at most 2.',
    '2 pieces of it are not there: Lamp.',
  ]);
  setLanguage('id');
  expect([address, loss, trouble({ told: { count: '5', lines: 'a, b, c', more: '2' } })].map((each) => troubleWords(each).words)).toEqual([
    'Belum bisa dikirim: nama jalan belum diisi, kode pos tidak sesuai dengan negaranya.',
    'Dijual EUR\u202F1.200,50, sedangkan modal barangnya EUR\u202F1.300,25.',
    'Stok kurang 5 buah: a, b, c, dan 2 lainnya.',
  ]);
});

test('what is not known, and what was kept in words before, is said as the server says it', () => {
  setLanguage('id');
  const old = trouble({ kind: 'address', sentence: 'It cannot be sent.', told: { faults: 'the city is missing' } });
  expect(troubleWords(old)).toEqual({ words: 'It cannot be sent.', lang: 'en' });
  expect(troubleWords(trouble({ kind: 'new' as 'loss' })).lang).toBe('en');
  expect(reasonWords({ code: 'many', sentence: 'Older.', told: {} })).toEqual({ words: 'Older.', lang: 'en' });
  expect(eventWords(event('order.lifted', { actor: 'Rani' }))).toEqual({ words: 'As in the log', lang: 'en' });
  expect(outcomeWords('', 'Somehow')).toEqual({ words: 'Somehow', lang: 'en' });
});

const letter = (name: string, told: Record<string, string>) => ({ at: '2026-11-20T10:00:00Z', name: `letters.letter.${name}`, sentence: 'English', told });

test('what a buyer was told, and why not, stands in the words of the reader', () => {
  const both = [letter('written', { stage: 'arriving' }), letter('rehearsed', { stage: 'taken' }), letter('skipped', { stage: 'sent', words: 'the buyer wants no mails about orders', why: 'stopped' })];
  setLanguage('en');
  expect(both.map((each) => eventWords(each).words)).toEqual([
    'Told the buyer: out for delivery',
    'Would have told the buyer: order taken. The shop rehearses, so nothing was sent',
    'Did not tell the buyer: sent, because the buyer wants no mails about orders',
  ]);
  setLanguage('id');
  expect(both.map((each) => eventWords(each).words)[2]).toBe('Pembeli tidak diberi kabar: dikirim, karena pembeli tidak mau menerima surel pesanan');
});

test('the timeline, risks, holds and taxes speak the language of the reader', () => {
  setLanguage('id');
  expect([
    event('order.state_changed', { before: 'confirmed', after: 'shipped', number: '1' }),
    event('order.payment_changed', { before: 'unpaid', after: 'paid', number: '1' }),
    event('order.changed', { what: 'lines added, quantities', number: '1' }),
    event('order.released', { actor: '', number: '1' }),
    event('refund.proposed', { actor: 'Rani', what: 'cancellation', amount: 'no money', number: '1' }),
    event('refund.ended', { what: 'refund', outcome: 'refused', number: '1' }),
    event('return.moved', { before: 'approved', after: 'received', number: '1' }),
  ].map((each) => eventWords(each).words)).toEqual([
    'Status: Dikirim (sebelumnya Dikonfirmasi)',
    'Pembayaran: Sudah dibayar (sebelumnya Belum dibayar)',
    'Toko mengubah pesanan: produk ditambah, jumlah',
    'Hanse melanjutkan pesanan',
    'Rani mengajukan pembatalan: tanpa uang',
    'Tidak jadi pengembalian dana: ditolak toko',
    'Pengembalian barang: Diterima (sebelumnya Disetujui)',
  ]);
  expect(reasonWords({ code: 'countries', sentence: '', told: { home: 'ID', away: 'SG' } }).words).toBe('Dibayar di ID, tetapi dikirim ke SG.');
  expect([heldWords({ held_why: 'x', held_code: 'answer' }), heldWords({ held_why: 'Tunggu bos', held_code: '' })]).toEqual(['Ditahan saat menjawab kendala pesanan ini.', 'Tunggu bos']);
  const tax = { key: '7', theirs: null, ours: null, percent: null, source: '', code: 'tax_differs', sentence: '', next_step: '', told: { title: 'Rug', theirs: 'EUR 1.00', ours: 'EUR 1.90', percent: '19', sort: 'standard', place: 'DE', source: 'TEDB' } };
  expect(taxWords(tax).words).toMatch('Toko memungut pajak EUR\u202F1,00 untuk Rug; menurut tabel seharusnya EUR\u202F1,90: 19\u2009%, tarif standar di DE (TEDB).');
});

test('what a supplier asks is said by its codes, and one that nobody knows as it is', () => {
  const asks = trouble({ kind: 'supplier', told: { number: '1001-7K2M', codes: 'above wish_unproven frozen' } });
  expect(troubleWords(asks).words).toBe('Supplier order 1001-7K2M: the goods cost more than expected, a wish is told by memo only, frozen.');
  setLanguage('id');
  expect(troubleWords(asks).words).toBe('Pesanan pemasok 1001-7K2M: barangnya lebih mahal dari perkiraan, ada permintaan yang hanya ditulis di memo, frozen.');
});

test('what is bought too much says how many of what, at whom and for how much, and what can be done', () => {
  const told = { number: '1001-7K2M', codes: 'bought_too_much', pieces: '2', goods: '2 × Lamp', supplier: 'CJ', cost: 'USD 1200.00', of: '1001-7K2M' };
  const much = trouble({ kind: 'supplier', told });
  const both = trouble({ kind: 'supplier', told: { ...told, codes: 'unpaid bought_too_much' } });
  expect(troubleWords(much).words).toBe('2 × Lamp bought at CJ for USD\u202F1,200.00 and not wanted any more (supplier order 1001-7K2M).');
  expect(troubleWords(both).words).toMatch(/^Supplier order 1001-7K2M: it stands there unpaid\. 2 × Lamp bought at CJ/);
  expect([stepWords(much), stepWords(trouble({ kind: 'supplier', told: { number: '1', codes: 'above' } }))].map((words) => words.slice(0, 9))).toEqual(['Cancel it', 'Open the ']);
  const told2 = { purchase: '1001-7K2M', supplier: 'CJ', tracking: 'LP001' };
  expect(['ordered', 'sent', 'stopped'].map((name) => eventWords(event(`supplied.${name}`, told2)).words)).toEqual(['Ordered at CJ: 1001-7K2M', 'CJ sent parcel LP001', '1001-7K2M at CJ was stopped before anything was ordered']);
});
