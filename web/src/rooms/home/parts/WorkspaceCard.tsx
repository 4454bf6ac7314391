import { useQuery } from '@tanstack/react-query';
import { useMay, useMe } from '../../../lib/me.ts';
import { number } from '../../../lib/number.ts';
import { Card } from '../../../ui/Card.tsx';
import { Facts } from '../../../ui/Facts.tsx';
import { Link } from '../../../ui/Link.tsx';
import { peopleQuery, planQuery } from '../api.ts';
import { text } from '../text.ts';

/** Where one is, as what, and with whom. */
export function WorkspaceCard() {
  const me = useMe();
  const may = useMay();
  const people = useQuery({ ...peopleQuery, enabled: may('identity.member.read') }).data?.size;
  const plan = useQuery({ ...planQuery, enabled: may('billing.plan.read') }).data;
  if (!me?.workspace) return null;
  const { workspace_name: name, role } = me.workspace;
  return (
    <Card title={<bdi>{name}</bdi>} padded>
      <Facts
        facts={[
          [text.role, (text.roles as Record<string, string>)[role] ?? role],
          ...(people === undefined ? [] : [[text.people, <Link key="people" to="/people" className="why" aria-label={text.showPeople(number(people))}>{number(people)}</Link>] as const]),
          ...(plan === undefined ? [] : [[text.plan, <Link key="plan" to="/settings/plan" className="link">{plan}</Link>] as const]),
        ]}
      />
    </Card>
  );
}
