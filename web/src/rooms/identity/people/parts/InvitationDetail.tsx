import { Button } from '@mantine/core';
import { toast } from '../../../../lib/toasts.ts';
import { attempt, useAct } from '../../../../lib/useAct.ts';
import { uuid } from '../../../../lib/uuid.ts';
import { Facts } from '../../../../ui/Facts.tsx';
import { Icon } from '../../../../ui/Icon.tsx';
import { Time } from '../../../../ui/Time.tsx';
import { type Invitation, invite, type Invited, newLink, withdraw } from '../api.ts';
import { text } from '../text.ts';
import classes from './InvitationDetail.module.css';

type Props = { invitation: Invitation; may: boolean; onChanged: () => Promise<unknown>; onMade: (made: Invited) => void };

/** When it was sent, what became of it, and what can still be done. */
export function InvitationDetail({ invitation, may, onChanged, onMade }: Props) {
  const { state, made_at: made, expires_at: expires, ended_at: ended } = invitation;
  const waits = state === 'open' || state === 'expired';
  return (
    <div className={classes.detail}>
      <Facts
        facts={[
          [text.inviteHeads.made, <Time key="made" at={made} as="when" />],
          [text.inviteHeads.expires, <Time key="expires" at={expires} as="when" />],
          ...(ended ? [[text.inviteStates[state], <Time key="ended" at={ended} as="when" />] as const] : []),
        ]}
      />
      {may && waits && <Acts invitation={invitation} onChanged={onChanged} onMade={onMade} />}
    </div>
  );
}

function Acts({ invitation, onChanged, onMade }: Omit<Props, 'may'>) {
  const { busy, refused, act } = useAct();
  const { email, role } = invitation;

  const renew = () => act(async () => {
    onMade(await newLink(invitation.id));
    await onChanged();
  });
  const take = () => act(async () => {
    await withdraw(invitation);
    await onChanged();
    const again = () => attempt(async () => {
      onMade(await invite(email, role, uuid()));
      await onChanged();
    });
    toast(text.withdrawn(email), { act: { label: text.inviteAgain, run: again } });
  });
  return (
    <div className={classes.acts}>
      <div className="row wrap">
        <Button leftSection={<Icon name="refresh" />} disabled={busy} onClick={() => void renew()}>{text.newLink}</Button>
        <Button leftSection={<Icon name="x" />} disabled={busy} onClick={() => void take()}>{text.withdraw}</Button>
      </div>
      <p className="faint small">{text.newLinkMore}</p>
      {refused && <p className="bad small" role="alert">{refused.message} {refused.nextStep}</p>}
    </div>
  );
}
