// One supplier order as the server tells it, for tests.
import type { LookDay, Purchase, Supplier, WholePurchase } from './shapes.ts';

export const AT = '2026-11-20T14:03:05Z';

export const purchase = (more: Partial<Purchase> = {}): Purchase => ({
  id: 'p1', number: '1001-7K2M9QWE', state: 'quoted', state_since: AT, supplier_id: 's1', supplier: 'Lamp factory', account_id: 'a1', order_id: 'o1', order_number: '1001', country: 'DE', remote_id: null,
  currency: 'USD', total_minor: 1_250, due_at: '2026-11-20T14:13:05Z', arrives_by: '2026-12-02T14:03:05Z', findings: [], costs_hidden: false, version: 2, made_at: AT, held: false, ...more,
});

export const whole = (more: Partial<WholePurchase> = {}): WholePurchase => ({
  ...purchase(), account: 'CJ of ours', platform: 'cj', from_country: 'CN', region: '', postcode: '10115',
  quote: { freight_code: 'YT', freight_name: 'YunExpress', days_min: 7, days_max: 12, goods_minor: 990, freight_minor: 260, discount_minor: 0, expected_minor: 900, sale_minor: 2_500, sale_currency: 'EUR', sold_minor: 2_300, rate: '1.0870', rate_on: '2026-11-20', voucher_id: null, voucher_code: '', quoted_at: AT },
  paid_minor: null, wishes: [{ name: 'no_logo', sureness: 'memo_only' }], own_wishes: {}, memo: 'Please pack it without any logo or brand.', said_by: null, set_id: null, pay_set_id: null, placed_at: null, sent_at: null, delivered_at: null, dispute_by: null, dispute_id: '', ends_now: 'by_call', disputes: 'by_call', remotes: {},
  lines: [{ id: 'pl1', order_line_id: 'l1', variant_id: 'v1', offer_id: 'f1', quantity: 1, unwanted: 0, settled: 0, expected_minor: 900, price_minor: 990, sku: 'L-1', title: 'Brass lamp', supplier_sku: 'BL-77', product_remote_id: '1005001', variant_remote_id: '12000017' }],
  parcels: [], ...more,
});

export const supplier = (more: Partial<Supplier> = {}): Supplier => ({
  id: 's1', name: 'Lamp factory', account_id: 'a1', account: 'CJ of ours', platform: 'cj', email: '', state: 'active', currency: 'USD', from_country: 'CN', minimum_minor: 0, lead_days: '7', lead_spread: '2', buffer_minutes: 10, above_percent: '10', margin_percent: '0', dispute_days: null, wishes: {}, memo: '',
  accepted: [], accepted_by: null, accepted_at: null, version: 3, made_at: AT, score: { points: '90.12', few: false, parts: [{ part: 'on_time', well: 18, of: 20, usual_share: '0.85', usual_cases: 10, share: '0.8833', points_max: '35', points: '30.92', few: false }] },
  can: { wishes: { no_logo: 'memo_only', no_price: 'none', gift_note: 'none', voucher: 'confirmed' }, ends_unpaid: 'by_call', ends_paid: 'by_site', pays_itself: false, has_balance: true, currencies: ['USD'], disputes: 'by_call' }, ...more,
});

export const lookDay = (more: Partial<LookDay> = {}): LookDay => ({
  account_id: 'a1', suppliers: ['CJ'], day: '2026-11-20', since: '2026-11-20T00:00:00Z', until: '2026-11-21T00:00:00Z', made_at: '2026-11-20T00:00:12Z', budget: 1000, spent: 300, planned: 400, products: 60, currency: 'USD', loss_minor: 8210, loss_without_minor: 31_044, more_points: 2000, loss_more_minor: 5100, unfresh_more: 1, unfresh_count: 1,
  unfresh: [{ product_id: '1725', variant_id: 'v1', title: 'Brass lamp', sku: 'L-1', why: 'dearer', looks: 0, wrong: 0.24, stale_days: 3.5, loss_minor: 812 }], hours: [{ at: '2026-11-20T14:00:00Z', looks: 40, done: 30 }], ...more,
});
