import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useMay } from '../../../../lib/me.ts';
import { when } from '../../../../lib/time.ts';
import { useNow } from '../../../../lib/useNow.ts';
import { Card } from '../../../../ui/Card.tsx';
import { Facts } from '../../../../ui/Facts.tsx';
import { Icon } from '../../../../ui/Icon.tsx';
import { Time } from '../../../../ui/Time.tsx';
import { choicesQuery } from '../../api.ts';
import type { Endpoint } from '../api.ts';
import { text } from '../text.ts';
import classes from './FactsCard.module.css';
import { useSecret } from './useSecret.tsx';

/** What is known of it, and its secret. */
export function FactsCard({ endpoint }: { endpoint: Endpoint }) {
  const may = useMay()('notices.endpoint.write');
  const { show, renew, dialogs, busy } = useSecret(endpoint);
  const now = new Date(useNow());
  const bothUntil = endpoint.old_secret_until && new Date(endpoint.old_secret_until);
  return (
    <>
      <Card title={text.factsTitle} padded>
        <Facts
          facts={[
            [text.heads.made, <Time key="made" at={endpoint.made_at} as="when" />],
            ...(endpoint.failing_since ? [[text.failingSince, <Time key="since" at={endpoint.failing_since} as="when" />] as const] : []),
            ...(endpoint.kinds.length === 0 ? [[text.heads.kinds, text.everything] as const] : []),
          ]}
        />
        {endpoint.kinds.length > 0 && <Kinds kinds={endpoint.kinds} />}
      </Card>
      {may && (
        <Card title={text.secretTitle} padded>
          <div className={classes.secret}>
            {bothUntil && bothUntil > now && <p className="muted">{text.bothSign(when(bothUntil, now))}</p>}
            <div className="row wrap">
              <Button size="xs" leftSection={<Icon name="eye" />} disabled={busy} onClick={show}>{text.showSecret}</Button>
              <Button size="xs" leftSection={<Icon name="refresh" />} disabled={busy} onClick={renew}>{text.renew}</Button>
            </div>
            <p className="faint small">{text.verifyMore}</p>
          </div>
        </Card>
      )}
      {dialogs}
    </>
  );
}

function Kinds({ kinds }: { kinds: readonly string[] }) {
  const { data } = useQuery(choicesQuery);
  const called = (kind: string) => data?.kinds.find((one) => one.kind === kind)?.title ?? kind;
  return (
    <div className={classes.kinds}>
      <span className="muted">{text.heads.kinds}</span>
      <ul>{kinds.map((kind) => <li key={kind}>{called(kind)}</li>)}</ul>
    </div>
  );
}
