// What the server tells of purchasing, under the names that this room uses.
import type { BodyOfAnswer, Schemas } from '../../lib/api.ts';

export type Purchase = Schemas['PurchaseOut'];
export type WholePurchase = Schemas['PurchaseWholeOut'];
export type State = Purchase['state'];
export type Finding = Purchase['findings'][number];
export type Act = Schemas['ActIn']['act'];
export type Lane = Schemas['BoardOut']['columns'][number];
export type PurchaseLine = Schemas['PurchaseLineOut'];
export type Parcel = Schemas['SupplierParcelOut'];
export type Step = Schemas['TrackStepOut'];
export type Quote = WholePurchase['quote'];
export type WishHeld = Schemas['WishOut'];
export type Sureness = WishHeld['sureness'];

export type Supplier = Schemas['SupplierOut'];
export type SupplierWanted = Schemas['SupplierIn'];
export type SupplierChange = Schemas['SupplierChangeIn'];
export type Abilities = Schemas['AbilitiesOut'];
export type Score = Supplier['score'];
export type Wanted = Schemas['WantedOut'];
export type Wish = Schemas['AcceptedIn']['wishes'][number];

export type Offer = BodyOfAnswer<'GET', '/api/purchasing/offers'>['items'][number];
export type OfferWanted = Schemas['OfferIn'];
export type OffersDone = Schemas['OffersDoneOut'];
export type Linked = Schemas['LinkedOut'];

export type Voucher = Schemas['VoucherOut'];
export type VoucherWanted = Schemas['VoucherIn'];
export type VoucherChange = Schemas['VoucherChangeIn'];
export type VouchersBrought = Schemas['VouchersBroughtOut'];

export type Restock = Schemas['RestockOut'];
export type RestockLine = Schemas['RestockLineOut'];
export type RestockWanted = Schemas['RestockIn'];
export type RestockChange = Schemas['RestockChangeIn'];
export type RestockMove = Schemas['MovedIn']['to'];
export type Reorder = Schemas['ReorderOut'];

export type LookDay = Schemas['LookDayOut'];
export type Unfresh = LookDay['unfresh'][number];

export type Topic = Schemas['TopicOut'];
export type TopicWanted = Schemas['TopicIn'];
export type TopicChange = Schemas['TopicChangeIn'];
export type Topics = Schemas['TopicsOut'];
export type Proposal = Schemas['ProposalOut'];
export type Trend = Schemas['TrendOut'];
export type TrendPart = Trend['parts'][number];
export type Standing = Trend['standing'];
