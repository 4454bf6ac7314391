// What is done with everything that a filter lets through.
import { catalogue } from '../../lib/catalogue.ts';

const many = (count: string, one: string, more: string) => (count === '1' ? `1 ${one}` : `${count} ${more}`);

export const text = catalogue({
  en: {
    counting: 'Counting',
    orders: (count: string) => `The filter reaches ${many(count, 'order', 'orders')}.`,
    exceptions: (count: string) => `The filter reaches ${many(count, 'exception', 'exceptions')}.`,
    over: (most: string) => `more than ${most}`,
    newest: (numbers: string) => `The newest of them: ${numbers}`,
    money: 'Money is given back and orders are cancelled one by one; that reaches only what you open.',
    same: 'What is like that already is left alone.',
    progress: (done: string) => `${done} done`,
    stopped: (done: string, why: string) => `${done} done, then it stopped: ${why} Do it again to go on.`,
    orderVerbs: { hold: (count: string) => `Hold ${many(count, 'order', 'orders')}`, release: (count: string) => `Let ${many(count, 'order', 'orders')} go on`, tag: (count: string) => `Tag ${many(count, 'order', 'orders')}` },
    answerVerbs: { accept: (count: string) => `Accept ${count}`, hold: (count: string) => `Hold orders of ${count}`, retry: (count: string) => `Try ${count} again`, again: (count: string) => `Tell again of ${count}` },
    done: (count: string) => `${count} changed`,
  },
  id: {
    counting: 'Menghitung',
    orders: (count) => `Filter mencakup ${count} pesanan.`,
    exceptions: (count) => `Filter mencakup ${count} pengecualian.`,
    over: (most) => `lebih dari ${most}`,
    newest: (numbers) => `Yang terbaru: ${numbers}`,
    money: 'Dana dikembalikan dan pesanan dibatalkan satu per satu, hanya untuk yang Anda buka.',
    same: 'Yang sudah begitu dibiarkan.',
    progress: (done) => `${done} selesai`,
    stopped: (done, why) => `${done} selesai, lalu berhenti: ${why} Ulangi untuk melanjutkan.`,
    orderVerbs: { hold: (count) => `Tahan ${count} pesanan`, release: (count) => `Lanjutkan ${count} pesanan`, tag: (count) => `Tandai ${count} pesanan` },
    answerVerbs: { accept: (count) => `Terima ${count}`, hold: (count) => `Tahan pesanan dari ${count}`, retry: (count) => `Coba ${count} lagi`, again: (count) => `Beri tahu lagi ${count}` },
    done: (count) => `${count} berubah`,
  },
});
