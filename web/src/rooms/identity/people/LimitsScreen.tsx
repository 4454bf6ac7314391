import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useMay, useMe } from '../../../lib/me.ts';
import { number } from '../../../lib/number.ts';
import { Card } from '../../../ui/Card.tsx';
import { ErrorState } from '../../../ui/ErrorState.tsx';
import { Loading } from '../../../ui/Loading.tsx';
import { Money } from '../../../ui/Money.tsx';
import { PageHead, Stack } from '../../../ui/PageHead.tsx';
import { type Limits, limitsQuery, type Role } from './api.ts';
import classes from './LimitsScreen.module.css';
import { maySetLimits } from './model.ts';
import { LimitsDialog } from './parts/LimitsDialog.tsx';
import { PeopleTabs } from './parts/PeopleTabs.tsx';
import { text } from './text.ts';

/** How much each role may approve alone. */
export default function LimitsScreen() {
  const limits = useQuery(limitsQuery);
  const own = useMe()?.workspace?.role ?? null;
  const may = useMay();
  const [changing, setChanging] = useState<Role | null>(null);
  const chosen = limits.data?.find((one) => one.role === changing) ?? null;

  return (
    <>
      <PageHead title={text.title} facts={text.limitsSub} />
      <PeopleTabs />
      <Stack>
        <Card label={text.limits}>
          {limits.data ? (
            <ul className={classes.list} aria-label={text.limitsList}>
              <li className={classes.heads} aria-hidden="true">
                <span>{text.limitHeads.role}</span>
                <span>{text.limitHeads.amount}</span>
                <span>{text.limitHeads.items}</span>
                <span />
              </li>
              {limits.data.map((one) => (
                <Line
                  key={one.role}
                  limits={one}
                  onChange={may('identity.limit.write') && maySetLimits(own, one.role) ? () => setChanging(one.role) : null}
                />
              ))}
            </ul>
          ) : limits.error ? (
            <ErrorState error={limits.error} retry={() => void limits.refetch()} />
          ) : (
            <Loading rows={6} />
          )}
        </Card>
      </Stack>
      <LimitsDialog limits={chosen} onClose={() => setChanging(null)} />
    </>
  );
}

function Line({ limits, onChange }: { limits: Limits; onChange: (() => void) | null }) {
  const { role, amount_minor: minor, currency, items_max: items } = limits;
  const none = <span className="faint">{text.noLimit}</span>;
  return (
    <li>
      <span>
        <b>{text.names[role]}</b>
        <small>{text.about[role]}</small>
      </span>
      <span className={classes.figure} data-label={text.limitHeads.amount}>
        {minor === null ? none : <Money minor={minor} currency={currency ?? ''} />}
      </span>
      <span className={classes.figure} data-label={text.limitHeads.items}>{items === null ? none : number(items)}</span>
      <span className={classes.act}>
        {onChange ? (
          <Button size="xs" aria-label={text.setFor(text.names[role])} onClick={onChange}>{text.set}</Button>
        ) : (
          <span className="faint small">{text.onlyOwner}</span>
        )}
      </span>
    </li>
  );
}
