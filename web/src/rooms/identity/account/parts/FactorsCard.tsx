import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useMe } from '../../../../lib/me.ts';
import { Card } from '../../../../ui/Card.tsx';
import { Empty } from '../../../../ui/Empty.tsx';
import { ErrorState } from '../../../../ui/ErrorState.tsx';
import { Icon } from '../../../../ui/Icon.tsx';
import { Loading } from '../../../../ui/Loading.tsx';
import { Note } from '../../../../ui/Note.tsx';
import { knowsPasskeys } from '../../sign-in/passkeys.ts';
import { type Factor, factorsQuery } from '../api.ts';
import { text } from '../factorText.ts';
import { isLast } from '../model.ts';
import classes from './account.module.css';
import { FactorDialogs, type Opened } from './FactorDialogs.tsx';
import { FactorRow } from './FactorRow.tsx';

const FEW = 3;

/** Authenticators, passkeys, and the codes for when both are lost. `calm`: something else is the next step. */
export function FactorsCard({ calm }: { calm: boolean }) {
  const me = useMe();
  const factors = useQuery(factorsQuery);
  const [opened, setOpened] = useState<Opened>(null);
  const all = factors.data?.items ?? [];
  const some = all.some((one) => one.confirmed_at !== null);
  const left = factors.data?.recovery_codes_left ?? 0;
  const wanting = me?.workspace?.second_factor_required && !some && factors.isSuccess ? me.workspace.workspace_name : '';
  return (
    <Card title={text.title}>
      <p className={classes.lead}>{text.more}</p>
      {wanting && <div className={classes.note}><Note tone="warn" icon="shield">{text.wanted(wanting)}</Note></div>}
      {factors.isPending && <Loading rows={2} />}
      {factors.error && !factors.data && <ErrorState error={factors.error} retry={() => void factors.refetch()} />}
      {factors.isSuccess && all.length === 0 && <Empty title={text.none} more={text.noneMore} />}
      {all.length > 0 && (
        <ul className={classes.list}>
          {all.map((factor: Factor) => (
            <FactorRow
              key={factor.id}
              factor={factor}
              rename={() => setOpened({ kind: 'rename', factor })}
              remove={() => setOpened({ kind: 'remove', factor, last: isLast(factor, all) })}
            />
          ))}
        </ul>
      )}
      <div className={classes.foot}>
        <Button variant={some || calm || opened ? 'default' : 'filled'} leftSection={<Icon name="phone" />} disabled={!factors.data} onClick={() => setOpened({ kind: 'totp' })}>
          {text.addApp}
        </Button>
        <Button leftSection={<Icon name="key" />} disabled={!factors.data || !knowsPasskeys()} onClick={() => setOpened({ kind: 'passkey' })}>
          {text.addPasskey}
        </Button>
        {!knowsPasskeys() && <span className="faint small">{text.noPasskeyHere}</span>}
      </div>
      <div className={classes.foot}>
        <div className={classes.what}>
          <b>{text.codes}</b>
          <small>
            <span>{some ? text.codesLeft(left) : text.codesNone}</span>
            {some && <span>{left <= FEW ? text.codesFew : text.renewMore}</span>}
          </small>
        </div>
        {some && <Button onClick={() => setOpened({ kind: 'codes' })}>{text.renew}</Button>}
      </div>
      <FactorDialogs opened={opened} close={() => setOpened(null)} />
    </Card>
  );
}
