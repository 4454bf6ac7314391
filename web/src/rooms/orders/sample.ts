// One order as the server tells it, for tests.
import type { Line, Order, Trouble, WholeOrder } from './api.ts';

export const AT = '2026-11-20T14:03:05Z';

export const order = (more: Partial<Order> = {}): Order => ({
  id: 'o1', account_id: 's1', number: '5001', state: 'confirmed', payment: 'paid', placed_at: AT, currency: 'EUR', total_minor: 2_880, country: 'DE', tags: [], held: false, risks: 0, exceptions: [], lines: 1, pieces: 2, version: 3, ...more,
});

export const line = (more: Partial<Line> = {}): Line => ({
  id: 'l1', remote_id: '1', sku: 'L-1', title: 'Lamp', variant_id: 'v1', matched_by: 'offer', quantity: 2, refunded: 0, shipped: 0, held: 2, short: 0, bought: 0, unit_price: '10.00', subtotal_minor: 2_000, total_minor: 2_000, tax_minor: 400, removed: false, ...more,
});

export const trouble = (more: Partial<Trouble> = {}): Trouble => ({
  id: 't1', kind: 'no_stock', account_id: 's1', order_id: 'o1', remote_id: '5001', sentence: '2 pieces of it are not there: Lamp.', told: { count: '2', lines: 'Lamp' }, next_step: 'Receive stock.', state: 'open', answer: '', placed_at: AT, opened_at: AT, ...more,
});

const NO_SUMS = { currency: null, goods: null, discount: null, tip: null, duty: null, gift_card: null, shipping: null, fees: null, tax: null, total: null, refunded: 0, remainder: null };

export const whole = (more: Partial<WholeOrder> = {}): WholeOrder => ({
  order: order(), remote_id: '5001', state_word: 'processing', paid_word: '', state_since: AT, paid_at: AT, gone_at: null,
  sums: { ...NO_SUMS, currency: 'EUR', goods: 2_000, discount: 100, shipping: 400, fees: 0, tax: 480, total: 2_780, remainder: 0 },
  buyer_sums: NO_SUMS, prices_include_tax: false, customer_id: 'c1', region: null, payment_method: 'Card', coupons: [], risks: [], findings: [], held_why: null, held_code: '', lines: [line()], parcels: [], exceptions: [],
  person: { name: 'Eve Baker', email: 'eve@example.com', phone: '', billing: null, shipping: null, note: '' },
  hidden: false, notes: [], timeline: [{ at: AT, name: 'orders.order.placed', sentence: 'Order 5001 came in', told: { number: '5001' } }], next_action: 'Pack it and send it.', ...more,
});
