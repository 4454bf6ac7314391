// What we understand of a document: src/hanse/trade, as it comes over the wire. What is not told is null.

export type Money = { currency: string; minor: number };
export type UnitCost = { currency: string; value: string };
export type Finding = { severity: string; code: string; sentence: string; next_step: string; field: string };

export type Stock = { quantity: number | null; counted_by: 'offer' | 'product' | 'nobody' | null; state: 'in_stock' | 'out_of_stock' | 'on_backorder' | null };
export type Named = { remote_id: string; name: string };
export type Image = { remote_id: string | null; url: string; alt: string | null };

export type Offer = {
  product_id: string;
  variant_id: string | null;
  sku: string | null;
  gtin: string | null;
  title: string | null;
  state: string | null;
  price: Money | null;
  compare_at: Money | null;
  regular: Money | null;
  sale: { price: Money; starts_at: string | null; ends_at: string | null } | null;
  stock: Stock;
  choices: readonly { option: string; value: string | null }[];
  image: Image | null;
  weight: string | null;
  findings: readonly Finding[];
};

export type Product = {
  remote_id: string;
  kind: 'single' | 'variants' | 'bundle' | 'elsewhere' | null;
  state: string | null;
  listed: boolean | null;
  title: string | null;
  description_html: string | null;
  summary_html: string | null;
  url: string | null;
  sku: string | null;
  stock: Stock;
  offers: readonly Offer[];
  variant_ids: readonly string[];
  options: readonly { name: string; values: readonly string[] }[];
  images: readonly Image[];
  categories: readonly Named[];
  brands: readonly Named[];
  tags: readonly Named[];
  created_at: string | null;
  modified_at: string | null;
  findings: readonly Finding[];
};

export type Address = {
  first_name: string | null;
  last_name: string | null;
  company: string | null;
  line_1: string | null;
  line_2: string | null;
  city: string | null;
  region: string | null;
  postcode: string | null;
  country: string | null;
  phone: string | null;
};

export type Buyer = {
  remote_id: string | null;
  email: string | null;
  first_name: string | null;
  last_name: string | null;
  phone: string | null;
  billing: Address | null;
  shipping: Address | null;
  created_at: string | null;
  modified_at: string | null;
  findings: readonly Finding[];
};

export type OrderLine = {
  remote_id: string;
  product_id: string | null;
  variant_id: string | null;
  sku: string | null;
  title: string | null;
  quantity: number | null;
  unit_price: UnitCost | null;
  subtotal: Money | null;
  total: Money | null;
  tax: Money | null;
};

export type Refund = { remote_id: string; amount: Money | null; reason: string | null; paid_back: boolean | null; refunded_at: string | null };
export type Fulfilment = { remote_id: string; carrier: string | null; tracking_number: string | null; tracking_url: string | null; shipped_at: string | null };

export type Order = {
  remote_id: string;
  number: string | null;
  state: string | null;
  state_word: string | null;
  paid_word: string | null;
  currency: string | null;
  total: Money | null;
  tax: Money | null;
  shipping: Money | null;
  discount: Money | null;
  lines: readonly OrderLine[];
  fees: readonly { title: string | null; total: Money | null }[];
  buyer: Buyer | null;
  billing: Address | null;
  shipping_to: Address | null;
  note: string | null;
  payment_title: string | null;
  payment_method: string | null;
  refund_ids: readonly string[];
  coupons: readonly string[];
  placed_at: string | null;
  paid_at: string | null;
  completed_at: string | null;
  refunds: readonly Refund[];
  fulfilments: readonly Fulfilment[];
  findings: readonly Finding[];
};

export type ItemStock = {
  product_id: string | null;
  variant_id: string | null;
  sku: string | null;
  tracked: boolean | null;
  levels: readonly { location_id: string; available: number | null; on_hand: number | null; committed: number | null; incoming: number | null }[];
  findings: readonly Finding[];
};
