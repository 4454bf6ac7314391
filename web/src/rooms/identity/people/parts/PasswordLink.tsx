import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useMay, useMe } from '../../../../lib/me.ts';
import { useAct } from '../../../../lib/useAct.ts';
import { Card } from '../../../../ui/Card.tsx';
import { Copyable } from '../../../../ui/Copyable.tsx';
import { Note } from '../../../../ui/Note.tsx';
import { welcomeQuery } from '../../sign-in/api.ts';
import { type Member, passwordLink } from '../api.ts';
import { givable } from '../model.ts';
import { text } from '../text.ts';
import classes from './LinkOnce.module.css';

/** Where no mail goes out: a link by which a member below one's own role sets a new password. */
export function PasswordLink({ member }: { member: Member }) {
  const me = useMe();
  const may = useMay();
  const mailReady = useQuery(welcomeQuery).data?.mail_ready ?? true;
  const [link, setLink] = useState('');
  const { busy, refused, act } = useAct();
  const own = me?.workspace?.role ?? null;
  const below = own !== member.role && givable(own, member.role).length > 0;
  if (mailReady || !below || !may('identity.member.write')) return null;
  return (
    <Card title={text.forgot} padded>
      <div className={classes.stack} role="status">
        <p className="small muted">{text.forgotMore(member.name)}</p>
        {link ? (
          <>
            <Copyable value={link} label={text.link} act={text.copyLink} />
            <Note tone="accent" icon="key">{text.forgotOnce}</Note>
          </>
        ) : (
          <div>
            <Button loading={busy} onClick={() => void act(async () => setLink((await passwordLink(member.id)).link))}>{text.forgotDo}</Button>
          </div>
        )}
        {refused && <Note tone="bad" role="alert">{refused.message} {refused.nextStep}</Note>}
      </div>
    </Card>
  );
}
