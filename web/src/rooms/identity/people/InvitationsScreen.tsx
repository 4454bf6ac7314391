import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { wordOf } from '../../../lib/address.ts';
import { useMay } from '../../../lib/me.ts';
import { Empty } from '../../../ui/Empty.tsx';
import { PageHead } from '../../../ui/PageHead.tsx';
import { Sign } from '../../../ui/State.tsx';
import type { Column } from '../../../ui/table/columns.ts';
import { DataTable } from '../../../ui/table/DataTable.tsx';
import type { Filter } from '../../../ui/table/filters.ts';
import { useRows } from '../../../ui/table/useRows.ts';
import { Time } from '../../../ui/Time.tsx';
import { type Invitation, INVITATIONS, type Invited, readInvitations } from './api.ts';
import classes from './InvitationsScreen.module.css';
import { INVITATION_SIGNS, isInvitationState } from './model.ts';
import { InvitationDetail } from './parts/InvitationDetail.tsx';
import { InviteCard } from './parts/InviteCard.tsx';
import { PeopleTabs } from './parts/PeopleTabs.tsx';
import { text } from './text.ts';

/** Who is invited, and inviting: the link is shown once, beside the list. */
export default function InvitationsScreen() {
  const may = useMay();
  const client = useQueryClient();
  const [made, setMade] = useState<Invited | null>(null);
  const rows = useRows<Invitation>({
    key: INVITATIONS,
    id: (invitation) => invitation.id,
    read: ({ search, limit, cursor, signal }) => {
      const state = wordOf(search, 'state');
      return readInvitations(isInvitationState(state) ? state : undefined, { limit, cursor }, signal);
    },
  });
  const again = () => client.invalidateQueries({ queryKey: INVITATIONS });
  const mayInvite = may('identity.invitation.write');

  const list = (
    <DataTable
      name="invitations"
      label={text.invitationsList}
      rows={rows}
      columns={columns()}
      nameOf={(invitation) => invitation.email}
      detail={(invitation) => <InvitationDetail invitation={invitation} may={mayInvite} onChanged={again} onMade={setMade} />}
      filters={filters()}
      empty={<Empty title={text.noInvitation} more={text.noInvitationMore} />}
    />
  );
  return (
    <>
      <PageHead title={text.title} facts={text.sub} />
      <PeopleTabs />
      {mayInvite ? (
        <div className={classes.grid}>
          {list}
          <aside className={classes.rail} aria-label={text.inviteTitle}><InviteCard made={made} onMade={setMade} /></aside>
        </div>
      ) : (
        list
      )}
    </>
  );
}

function columns(): Column<Invitation>[] {
  return [
    { id: 'email', head: text.inviteHeads.email, kind: 'name', phone: 'title', cell: ({ email }) => email },
    { id: 'role', head: text.inviteHeads.role, kind: 'code', phone: 'more', cell: ({ role }) => text.names[role] },
    {
      id: 'state',
      head: text.inviteHeads.state,
      kind: 'state',
      phone: 'end',
      cell: ({ state }) => <Sign shape={INVITATION_SIGNS[state][0]} colour={INVITATION_SIGNS[state][1]}>{text.inviteStates[state]}</Sign>,
    },
    { id: 'expires', head: text.inviteHeads.expires, kind: 'time', cell: (one) => <Ending invitation={one} /> },
  ];
}

function Ending({ invitation: { state, expires_at: expires, ended_at: ended } }: { invitation: Invitation }) {
  if (state === 'open' || state === 'expired') return <Time at={expires} as="when" />;
  return ended && <span className="faint"><Time at={ended} as="when" /></span>;
}

function filters(): Filter[] {
  const choices = Object.entries(text.inviteStates).map(([value, label]) => ({ value, label }));
  return [{ name: 'state', label: text.stateFilter, kind: 'choice', choices }];
}
