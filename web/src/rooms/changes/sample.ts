// What the server answers, for tests.
import type { Change, ChangeSet, Receipt, Whole } from './api.ts';

export const SET: ChangeSet = {
  id: 'set-1', title: 'Winter sale', why: 'Stock of lamps is too high.', wisher: 'person', wisher_name: 'Sari', made_at: '2026-11-20T14:03:05Z', not_before: null, not_after: null, undoes: null,
  preview: '5f2c9aa0', counts: { proposed: 2 }, busy: '', version: 2,
};

export const WHOLE: Whole = {
  ...SET,
  shares: [{ account_id: 'shop-1', kind: 'offers.price', count: 2, calls: 1, seconds: 2, units: 12, left: 980 }],
  approvals: [],
  stages: [{ persons: 1, roles: [] }],
  missing: { persons: 1, roles: [] },
};

export const CHANGE: Change = {
  id: 'change-1', set_id: 'set-1', account_id: 'shop-1', platform: 'woocommerce', kind: 'offers.price', thing: 'offers/4711', remote_id: '4711', parent_id: null, title: 'Brass lamp, large',
  differences: [{ field: 'price', before: { currency: 'EUR', minor: 1290 }, after: { currency: 'EUR', minor: 1190 } }],
  state: 'proposed', reason: '', state_at: '2026-11-20T14:03:05Z', finding: null, findings: [], owners: [{ field: 'price', now: 'channel', after: 'person' }], version: 1,
};

export const RECEIPT: Receipt = {
  ...CHANGE,
  set_title: 'Winter sale', why: 'Stock of lamps is too high.', wisher_name: 'Sari', made_at: '2026-11-20T14:03:05Z',
  request: { method: 'POST', path: 'products/batch', body: '{"update":[{"id":4711,"regular_price":"11.90"}]}' },
  ahead: [],
  proof: 'read back from the shop',
  lines: [], sent: [], looks: [], approvals: [], seconds_to_proof: null,
};
