// Every room that has screens. A room is added here and nowhere else.
import type { Room } from '../lib/room.ts';
import { auditRoom } from '../rooms/audit/room.ts';
import { billingRoom } from '../rooms/billing/room.ts';
import { catalogRoom } from '../rooms/catalog/room.ts';
import { filesRoom } from '../rooms/catalog/files/room.ts';
import { changesRoom } from '../rooms/changes/room.ts';
import { connectionsRoom } from '../rooms/connections/room.ts';
import { configRoom } from '../rooms/config/room.ts';
import { homeRoom } from '../rooms/home/room.ts';
import { accountRoom } from '../rooms/identity/account/room.ts';
import { keysRoom } from '../rooms/identity/keys/room.ts';
import { peopleRoom } from '../rooms/identity/people/room.ts';
import { signInRoom } from '../rooms/identity/sign-in/room.ts';
import { workspaceRoom } from '../rooms/identity/workspace/room.ts';
import { jobsRoom } from '../rooms/jobs/room.ts';
import { lettersRoom } from '../rooms/letters/room.ts';
import { listingsRoom } from '../rooms/listings/room.ts';
import { mailsRoom } from '../rooms/mails/room.ts';
import { mirrorRoom } from '../rooms/mirror/room.ts';
import { noticesRoom } from '../rooms/notices/room.ts';
import { ordersRoom } from '../rooms/orders/room.ts';
import { pricingRoom } from '../rooms/pricing/room.ts';
import { purchasingRoom } from '../rooms/purchasing/room.ts';
import { settingsRoom } from '../rooms/settings/room.ts';
import { stockRoom } from '../rooms/stock/room.ts';
import { house } from './house.ts';

export const rooms: readonly Room[] = [
  homeRoom,
  changesRoom,
  ordersRoom,
  catalogRoom,
  filesRoom,
  listingsRoom,
  mirrorRoom,
  pricingRoom,
  stockRoom,
  purchasingRoom,
  connectionsRoom,
  peopleRoom,
  auditRoom,
  mailsRoom,
  settingsRoom,
  workspaceRoom,
  keysRoom,
  billingRoom,
  configRoom,
  lettersRoom,
  noticesRoom,
  jobsRoom,
  house,
  accountRoom,
  signInRoom,
];

export const screens = rooms.flatMap((room) => room.screens);
export const entries = rooms.flatMap((room) => room.entries ?? []);
export const actions = rooms.flatMap((room) => room.actions ?? []);
