import { useQuery, useQueryClient } from '@tanstack/react-query';
import { usePlaces } from '../../../lib/address.ts';
import { useMay, useMe } from '../../../lib/me.ts';
import { useTitle } from '../../../lib/title.ts';
import { Card } from '../../../ui/Card.tsx';
import { ErrorState } from '../../../ui/ErrorState.tsx';
import { Facts } from '../../../ui/Facts.tsx';
import { Link } from '../../../ui/Link.tsx';
import { Loading } from '../../../ui/Loading.tsx';
import { Money } from '../../../ui/Money.tsx';
import { PageHead, WithRail } from '../../../ui/PageHead.tsx';
import { Time } from '../../../ui/Time.tsx';
import { limitsQuery, type Member, MEMBERS, readMember } from './api.ts';
import { Activity } from './parts/Activity.tsx';
import classes from './MemberScreen.module.css';
import { MemberActs } from './parts/MemberMenu.tsx';
import { PasswordLink } from './parts/PasswordLink.tsx';
import { RoleSelect } from './parts/RoleSelect.tsx';
import { text } from './text.ts';

/** One member: the role, and what that person did here. */
export default function MemberScreen() {
  const { id = '' } = usePlaces();
  const member = useQuery({ queryKey: [...MEMBERS, 'one', id], queryFn: ({ signal }) => readMember(id, signal) });
  useTitle(member.data?.name);
  if (member.data) return <Shown member={member.data} />;
  return (
    <>
      <PageHead title={text.memberTitle} facts={text.sub} />
      {member.error ? <ErrorState error={member.error} retry={() => void member.refetch()} /> : <Loading />}
    </>
  );
}

function Shown({ member }: { member: Member }) {
  const client = useQueryClient();
  const me = useMe();
  const may = useMay();
  const again = () => client.invalidateQueries({ queryKey: MEMBERS });
  const own = me?.person.id === member.person_id;
  return (
    <>
      <PageHead
        title={member.name}
        facts={<><span>{member.email}</span>{own && <span className="faint">{text.you}</span>}</>}
        actions={<MemberActs member={member} onChanged={again} />}
      />
      <WithRail
        label={text.facts}
        rail={
          <>
            <Card title={text.role} padded>
              <div className={classes.stack}>
                <RoleSelect member={member} onChanged={again} />
                <p className="faint small">{text.about[member.role]}</p>
                <Rights member={member} />
              </div>
            </Card>
            {!own && <PasswordLink key={member.id} member={member} />}
          </>
        }
      >
        <Card
          title={text.activity}
          sub={text.activitySub(member.name)}
          end={may('audit.event.read') && <Link className="link small" to={`/audit?actor=${member.person_id}`}>{text.inAudit}</Link>}
        >
          {own || may('audit.event.read') ? <Activity personId={member.person_id} own={own} /> : <p className="card-body muted">{text.activityHidden}</p>}
        </Card>
      </WithRail>
    </>
  );
}

function Rights({ member }: { member: Member }) {
  const may = useMay();
  const limits = useQuery({ ...limitsQuery, enabled: may('identity.limit.read') });
  const own = limits.data?.find((one) => one.role === member.role);
  return (
    <Facts
      facts={[
        [text.heads.joined, <Time key="joined" at={member.joined_at} as="day" />],
        ...(own
          ? ([
              [text.limitHeads.amount, own.amount_minor === null ? text.noLimit : <Money key="amount" minor={own.amount_minor} currency={own.currency ?? ''} />],
              [text.limitHeads.items, own.items_max ?? text.noLimit],
            ] as const)
          : []),
      ]}
    />
  );
}
