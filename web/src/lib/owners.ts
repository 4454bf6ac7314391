// Whose fields of listings are: handing them over, looked at first.
import { api, type Schemas } from './api.ts';

export type Owner = Schemas['SelectionIn']['owner'];
export type HandOver = Schemas['HandOverOut'];
export type HandThing = NonNullable<Schemas['SelectionIn']['things']>[number];

/** At one shop: some things and fields of them, or all of it. No fields: all that can be written there. */
export type Handed = { account: string; things: readonly HandThing[] | null; fields: readonly string[] };
export type Handing = Handed & { owner: Owner; persons: boolean };

const bodyOf = ({ account, owner, persons, things, fields }: Handing) => ({ account_id: account, owner, persons, things: things && [...things], fields: [...fields] });

export const previewOwners = (wanted: Handing): Promise<HandOver> => api.post('/api/changes/owners/preview', { body: bodyOf(wanted) });

export const handOver = (wanted: Handing) => api.post('/api/changes/owners', { body: bodyOf(wanted) });
