import { NativeSelect } from '@mantine/core';
import { useMay, useMe } from '../../../../lib/me.ts';
import { offlineSince } from '../../../../lib/reach.ts';
import { useSignal } from '../../../../lib/signal.ts';
import { toast } from '../../../../lib/toasts.ts';
import { attempt, useAct } from '../../../../lib/useAct.ts';
import { Icon } from '../../../../ui/Icon.tsx';
import { changeRole, type Member, type Role } from '../api.ts';
import { givable } from '../model.ts';
import { text } from '../text.ts';
import classes from './RoleSelect.module.css';

type Props = { member: Member; onChanged: () => Promise<unknown>; small?: boolean };

/** The role, changed where it stands; undo is on the toast. Nobody changes the own by this. In the list of a phone it is only told. */
export function RoleSelect({ member, onChanged, small = false }: Props) {
  const me = useMe();
  const may = useMay();
  const { busy, refused, act } = useAct();
  const offline = useSignal(offlineSince) !== null;
  const isOwn = me?.person.id === member.person_id;
  const roles = may('identity.member.write') && !isOwn ? givable(me?.workspace?.role ?? null, member.role) : [];
  if (roles.length === 0) return <span>{text.names[member.role]}</span>;

  async function give(from: Member, role: Role): Promise<void> {
    const after = await changeRole(from, role);
    await onChanged();
    const undo = () => attempt(async () => {
      await changeRole(after, from.role);
      await onChanged();
    });
    toast(text.roleChanged(member.name, text.names[role]), { act: { label: text.undo, icon: 'undo', run: undo } });
  }

  return (
    <>
      <NativeSelect
        className={small ? `${classes.small} no-phone` : ''}
        aria-label={text.roleOf(member.name)}
        data={roles.map((role) => ({ value: role, label: text.names[role] }))}
        value={member.role}
        disabled={busy || offline}
        error={refused !== null}
        onChange={(event) => {
          const role = event.currentTarget.value as Role;
          void act(() => give(member, role));
        }}
        rightSection={<Icon name="down" size={12} />}
      />
      {small && <span className="only-phone">{text.names[member.role]}</span>}
      {refused && <p className={classes.refused} role="alert">{refused.message} {refused.nextStep}</p>}
    </>
  );
}
