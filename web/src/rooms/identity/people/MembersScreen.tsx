import { useQueryClient } from '@tanstack/react-query';
import { wordOf, wordsOf } from '../../../lib/address.ts';
import { useMay, useMe } from '../../../lib/me.ts';
import { Empty } from '../../../ui/Empty.tsx';
import { Icon } from '../../../ui/Icon.tsx';
import { Link } from '../../../ui/Link.tsx';
import { PageHead } from '../../../ui/PageHead.tsx';
import type { Column } from '../../../ui/table/columns.ts';
import { DataTable } from '../../../ui/table/DataTable.tsx';
import type { Filter } from '../../../ui/table/filters.ts';
import { useRows } from '../../../ui/table/useRows.ts';
import { Time } from '../../../ui/Time.tsx';
import { type Member, MEMBERS, readMembers } from './api.ts';
import { isRole, ROLES } from './model.ts';
import { MemberMenu } from './parts/MemberMenu.tsx';
import { MemberName } from './parts/MemberName.tsx';
import { PeopleTabs } from './parts/PeopleTabs.tsx';
import { RoleSelect } from './parts/RoleSelect.tsx';
import { text } from './text.ts';

/** Who works here; roles are changed in their place. */
export default function MembersScreen() {
  const may = useMay();
  const client = useQueryClient();
  const me = useMe()?.person.id;
  const rows = useRows<Member>({
    key: MEMBERS,
    id: (member) => member.id,
    read: ({ search, limit, cursor, signal }) =>
      readMembers({ role: wordsOf(search, 'role').filter(isRole), q: wordOf(search, 'q').slice(0, 100) }, { limit, cursor }, signal),
  });
  const again = () => client.invalidateQueries({ queryKey: MEMBERS });

  return (
    <>
      <PageHead
        title={text.title}
        facts={text.sub}
        actions={
          may('identity.invitation.write') && (
            <Link to="/people/invitations?new=1" className="button filled"><Icon name="plus" />{text.invite}</Link>
          )
        }
      />
      <PeopleTabs />
      <DataTable
        name="members"
        label={text.membersList}
        rows={rows}
        columns={columns(me, again)}
        nameOf={(member) => member.name}
        to={(member) => `/people/${member.id}`}
        filters={filters()}
        empty={<Empty title={text.alone} more={text.aloneMore} />}
      />
    </>
  );
}

function columns(me: string | undefined, again: () => Promise<unknown>): Column<Member>[] {
  return [
    { id: 'name', head: text.heads.name, kind: 'name', phone: 'title', cell: (member) => <MemberName name={member.name} own={member.person_id === me} /> },
    { id: 'email', head: text.heads.email, kind: 'long', phone: 'more', cell: (member) => <span className="muted">{member.email}</span> },
    { id: 'role', head: text.heads.role, kind: 'state', phone: 'end', cell: (member) => <RoleSelect member={member} onChanged={again} small /> },
    { id: 'joined', head: text.heads.joined, kind: 'time', cell: (member) => <Time at={member.joined_at} as="day" /> },
    { id: 'act', head: text.heads.act, kind: 'act', cell: (member) => <MemberMenu member={member} onChanged={again} /> },
  ];
}

function filters(): Filter[] {
  return [
    { name: 'role', label: text.heads.role, kind: 'choice', many: true, choices: ROLES.map((role) => ({ value: role, label: text.names[role] })) },
    { name: 'q', label: text.search, kind: 'text' },
  ];
}
