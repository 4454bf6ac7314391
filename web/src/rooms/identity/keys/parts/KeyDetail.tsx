import { Button } from '@mantine/core';
import { useState } from 'react';
import { toast } from '../../../../lib/toasts.ts';
import { ConfirmTyped } from '../../../../ui/ConfirmTyped.tsx';
import { Facts } from '../../../../ui/Facts.tsx';
import { Icon } from '../../../../ui/Icon.tsx';
import { Time } from '../../../../ui/Time.tsx';
import { type Key, revokeKey, type Role } from '../api.ts';
import { grouped } from '../model.ts';
import { roomName } from '../words.ts';
import { text } from '../text.ts';
import classes from './KeyDetail.module.css';
import { RenameDialog } from './RenameDialog.tsx';

type Props = { apiKey: Key; roles: readonly Role[]; onChanged: () => Promise<unknown>; may: boolean };

/** What a key may do, where it was seen, and how it ends. */
export function KeyDetail({ apiKey, roles, onChanged, may }: Props) {
  const [asking, setAsking] = useState<'rename' | 'revoke' | null>(null);
  const close = () => setAsking(null);
  const { id, name, prefix, maker, made_at: made, ended_at: ended, used_from: from, state } = apiKey;
  return (
    <div className={classes.detail}>
      <section className={classes.scopes}>
        <h2>{text.scopes}</h2>
        {grouped(roles, new Set(apiKey.scopes)).map(({ room, scopes }) => (
          <div key={room}>
            <b>{roomName(room)}</b>
            <ul>
              {scopes.map((scope) => (
                <li key={scope.name}><span lang="en">{scope.sentence}</span> <code className="faint">{scope.name}</code></li>
              ))}
            </ul>
          </div>
        ))}
      </section>
      <section className={classes.facts}>
        <Facts
          facts={[
            [text.prefix, <code key="prefix">{prefix}</code>],
            [text.heads.maker, <bdi key="maker">{maker ?? text.orphaned}</bdi>],
            [text.made, <Time key="made" at={made} as="when" />],
            ...(from ? [[text.heads.used, text.from(from)] as const] : []),
            ...(ended ? [[text.revokedAt, <Time key="ended" at={ended} as="when" />] as const] : []),
          ]}
        />
        {may && state !== 'revoked' && (
          <div className="row wrap">
            <Button leftSection={<Icon name="edit" />} onClick={() => setAsking('rename')}>{text.rename}</Button>
            <Button leftSection={<Icon name="x" />} onClick={() => setAsking('revoke')}>{text.revoke}</Button>
          </div>
        )}
      </section>
      <RenameDialog apiKey={asking === 'rename' ? apiKey : null} onClose={close} onChanged={onChanged} />
      <ConfirmTyped
        open={asking === 'revoke'}
        onClose={close}
        title={text.revokeTitle(name)}
        ends={text.revokeEnds}
        stays={text.revokeStays}
        name={name}
        verb={text.revoke}
        onConfirm={async () => {
          await revokeKey(id);
          toast(text.revoked(name));
          await onChanged();
        }}
      />
    </div>
  );
}
