import { useState } from 'react';
import { toast } from '../../../../lib/toasts.ts';
import { attempt } from '../../../../lib/useAct.ts';
import { ConfirmTyped } from '../../../../ui/ConfirmTyped.tsx';
import { Icon } from '../../../../ui/Icon.tsx';
import { IconButton } from '../../../../ui/IconButton.tsx';
import { Menu } from '../../../../ui/Menu.tsx';
import { type Business, deleteBusiness, type Move, moveBusiness } from '../api.ts';
import { text } from '../text.ts';
import classes from './BusinessMenu.module.css';

type Props = { business: Business; onChanged: () => Promise<unknown>; onEdit: () => void };

const SAID: Record<Move, (name: string) => string> = {
  archive: (name) => text.archived(name),
  restore: (name) => text.restored(name),
  keep: (name) => text.keptBusiness(name),
};
const BACK: Partial<Record<Move, Move>> = { archive: 'restore', restore: 'archive' };

/** What can be done with a business as it stands. */
export function BusinessMenu({ business, onChanged, onEdit }: Props) {
  const [asking, setAsking] = useState(false);
  const { id, name, state } = business;

  async function move(how: Move): Promise<void> {
    await moveBusiness(id, how);
    await onChanged();
    const back = BACK[how];
    const undo = back && { label: text.undo, icon: 'undo' as const, run: () => attempt(() => moveBusiness(id, back).then(onChanged)) };
    toast(SAID[how](name), undo ? { act: undo } : {});
  }
  const doing = (how: Move) => () => attempt(() => move(how));

  return (
    <div className={classes.end}>
      <Menu position="bottom-end" width={220}>
        <Menu.Target>
          <IconButton icon="more" label={text.more(name)} />
        </Menu.Target>
        <Menu.Dropdown>
          {state !== 'closing' && <Menu.Item leftSection={<Icon name="edit" />} onClick={onEdit}>{text.edit}</Menu.Item>}
          {state === 'active' && <Menu.Item leftSection={<Icon name="eyeOff" />} onClick={doing('archive')}>{text.archive}</Menu.Item>}
          {state === 'archived' && <Menu.Item leftSection={<Icon name="undo" />} onClick={doing('restore')}>{text.restore}</Menu.Item>}
          {state === 'closing' && <Menu.Item leftSection={<Icon name="undo" />} onClick={doing('keep')}>{text.keep}</Menu.Item>}
          {state !== 'closing' && <Menu.Item leftSection={<Icon name="trash" />} onClick={() => setAsking(true)}>{text.delete}</Menu.Item>}
        </Menu.Dropdown>
      </Menu>
      <ConfirmTyped
        open={asking}
        onClose={() => setAsking(false)}
        title={text.deleteBusiness(name)}
        ends={text.businessEnds}
        stays={text.businessStays}
        name={name}
        verb={text.delete}
        onConfirm={async () => {
          await deleteBusiness(business);
          toast(text.deleting(name), { act: { label: text.keep, icon: 'undo', run: doing('keep') } });
          await onChanged();
        }}
      />
    </div>
  );
}
