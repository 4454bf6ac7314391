import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useGo } from '../../../lib/address.ts';
import { meQuery } from '../../../lib/me.ts';
import { Refusal } from '../../../lib/problem.ts';
import { Card } from '../../../ui/Card.tsx';
import { Note } from '../../../ui/Note.tsx';
import type { Added } from '../account/api.ts';
import { Proof } from '../account/Proof.tsx';
import { Codes } from '../account/parts/Codes.tsx';
import { TotpSteps } from '../account/parts/TotpSteps.tsx';
import { Frame } from './parts/Frame.tsx';
import { Command } from './parts/MailSent.tsx';
import classes from './parts/parts.module.css';
import { Steps } from './parts/SettingUp.tsx';
import { text } from './setUpText.ts';
import { titles } from './titles.ts';

/** The last step of the first run. Both of it may wait; nothing here stops anybody. */
export default function SafetyScreen() {
  const me = useQuery(meQuery);
  const go = useGo();
  const gone = me.error instanceof Refusal && me.error.status === 401;
  useEffect(() => {
    if (gone) go('/sign-in?next=%2Fset-up%2Fsafety', { replace: true });
  }, [gone, go]);
  const [adding, setAdding] = useState<'no' | 'steps' | 'codes' | 'done'>('no');
  const [codes, setCodes] = useState<readonly string[]>([]);
  const workspace = me.data?.workspace?.workspace_name;

  function added({ recovery_codes: given }: Added): void {
    setCodes(given);
    setAdding(given.length > 0 ? 'codes' : 'done');
  }
  const open = () => go('/', { replace: true });
  return (
    <Frame name={titles.safety} title={text.safetyTitle} lead={workspace && text.made(workspace)} wide>
      <Steps now={2} />
      <Card title={text.factor} padded={adding === 'no' || adding === 'done'}>
        {adding === 'no' && (
          <div className={classes.stack}>
            <p className="muted">{text.factorMore}</p>
            <div className={classes.pair}>
              <Button onClick={() => setAdding('steps')}>{text.factorNow}</Button>
            </div>
            <p className="faint small">{text.laterMore}</p>
          </div>
        )}
        {adding === 'steps' && <TotpSteps onAdded={added} onLeave={() => setAdding('no')} />}
        {adding === 'codes' && <Codes codes={codes} onKept={() => setAdding('done')} />}
        {adding === 'done' && <Note tone="ok" icon="check" role="status">{text.factorDone}</Note>}
      </Card>
      <Card title={text.backup} padded>
        <div className={classes.stack}>
          <p className="muted">{text.backupMore}</p>
          <Command>HANSE_BACKUP_FOLDER=/mnt/other/hanse</Command>
          <p className="muted">{text.backupKeys}</p>
        </div>
      </Card>
      {(adding === 'no' || adding === 'done') && (
        <Button variant="filled" size="lg" fullWidth onClick={open}>{adding === 'done' ? text.open : text.openLater}</Button>
      )}
      <Proof />
    </Frame>
  );
}
