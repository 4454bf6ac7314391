import { useQuery } from '@tanstack/react-query';
import { useMay } from '../../lib/me.ts';
import { useShops } from '../../lib/shops.ts';
import { choicesQuery, factorsQuery, invitationsQuery, keysQuery, peopleQuery } from './api.ts';
import { type Step, stepsOf } from './model.ts';

/** The next steps of this person, asked for only as far as the answer counts. */
export function useSteps(): Step[] | null {
  const may = useMay();
  const people = useQuery({ ...peopleQuery, enabled: may('identity.member.read') });
  const invitations = useQuery({ ...invitationsQuery, enabled: may('identity.invitation.read') });
  const factors = useQuery({ ...factorsQuery, enabled: may('identity.person.read') });
  const keys = useQuery({ ...keysQuery, enabled: may('identity.key.read') });
  // A fourth step only where one of those above may not be taken.
  const chosen = useQuery({ ...choicesQuery, enabled: !may('identity.key.write') || !may('identity.invitation.write') || !may('connections.account.write') });
  const shops = useShops().all?.filter((shop) => shop.state !== 'disconnected').length;
  return stepsOf(
    { shops, people: people.data?.size, invitations: invitations.data, factors: factors.data, keys: keys.data, chosen: chosen.data },
    may,
  );
}
