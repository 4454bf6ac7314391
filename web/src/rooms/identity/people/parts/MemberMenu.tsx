import { Button } from '@mantine/core';
import { useState } from 'react';
import { useGo } from '../../../../lib/address.ts';
import { useMay, useMe } from '../../../../lib/me.ts';
import { Icon } from '../../../../ui/Icon.tsx';
import { IconButton } from '../../../../ui/IconButton.tsx';
import { Menu } from '../../../../ui/Menu.tsx';
import type { Member } from '../api.ts';
import { givable } from '../model.ts';
import { text } from '../text.ts';
import classes from './MemberMenu.module.css';
import { type Parting, PartingDialog } from './PartingDialog.tsx';

type Props = { member: Member; onChanged: () => Promise<unknown> };

/** What can be done about a member, for whoever may; in its row. */
export function MemberMenu({ member, onChanged }: Props) {
  const go = useGo();
  const [asking, setAsking] = useState<Parting | null>(null);
  const acts = usePartings(member);
  return (
    <div className={classes.end}>
      <Menu position="bottom-end" width={240}>
        <Menu.Target>
          <IconButton icon="more" label={text.more(member.name)} />
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item leftSection={<Icon name="history" />} onClick={() => go(`/people/${member.id}`)}>{text.activity}</Menu.Item>
          {acts.map((one) => (
            <Menu.Item key={one} leftSection={<Icon name={ICONS[one]} />} onClick={() => setAsking(one)}>{LABELS[one]()}</Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
      <PartingDialog member={member} asking={asking} onClose={() => setAsking(null)} onChanged={onChanged} />
    </div>
  );
}

/** The same on the page of the member. */
export function MemberActs({ member, onChanged }: Props) {
  const [asking, setAsking] = useState<Parting | null>(null);
  return (
    <>
      {usePartings(member).map((one) => (
        <Button key={one} leftSection={<Icon name={ICONS[one]} />} onClick={() => setAsking(one)}>{LABELS[one]()}</Button>
      ))}
      <PartingDialog member={member} asking={asking} onClose={() => setAsking(null)} onChanged={onChanged} />
    </>
  );
}

const ICONS = { transfer: 'key', remove: 'x', leave: 'out' } as const;
const LABELS: Record<Parting, () => string> = { transfer: () => text.transfer, remove: () => text.remove, leave: () => text.leave };

/** Oneself leaves; others are removed, or take over what one owns. */
function usePartings(member: Member): readonly Parting[] {
  const me = useMe();
  const may = useMay();
  if (!me) return [];
  if (me.person.id === member.person_id) return may('identity.membership.write') ? ['leave'] : [];
  const own = me.workspace?.role ?? null;
  const acts: Parting[] = [];
  if (own === 'owner' && member.role !== 'owner' && may('identity.ownership.write')) acts.push('transfer');
  if (may('identity.member.write') && givable(own, member.role).length > 0) acts.push('remove');
  return acts;
}
