import { useQueryClient } from '@tanstack/react-query';
import { ME, useMe } from '../../../../lib/me.ts';
import { enterWorkspace } from '../../../../lib/place.ts';
import { toast } from '../../../../lib/toasts.ts';
import { ConfirmTyped } from '../../../../ui/ConfirmTyped.tsx';
import { leave, type Member, removeMember, transfer } from '../api.ts';
import { text } from '../text.ts';

export type Parting = 'transfer' | 'remove' | 'leave';

type Props = { member: Member; asking: Parting | null; onClose: () => void; onChanged: () => Promise<unknown> };

/** What cannot be taken back by oneself: the name is typed. */
export function PartingDialog({ member, asking, onClose, onChanged }: Props) {
  const client = useQueryClient();
  const workspace = useMe()?.workspace?.workspace_name ?? '';
  const name = asking === 'leave' ? workspace : member.name;

  const does: Record<Parting, () => Promise<void>> = {
    async transfer() {
      await transfer(member.person_id);
      toast(text.transferred(member.name));
      await Promise.all([onChanged(), client.invalidateQueries({ queryKey: ME })]);
    },
    async remove() {
      await removeMember(member);
      toast(text.removed(member.name));
      await onChanged();
    },
    async leave() {
      await leave();
      enterWorkspace('');
      client.clear();
      // A full load: nothing of the workspace stays in memory.
      window.location.assign('/');
    },
  };
  const words = {
    transfer: { title: text.transferTitle(member.name), ends: text.transferEnds, stays: text.transferStays, verb: text.transferDo },
    remove: { title: text.removeTitle(member.name), ends: text.removeEnds, stays: text.removeStays, verb: text.remove },
    leave: { title: text.leaveTitle(workspace), ends: text.leaveEnds, stays: text.leaveStays, verb: text.leaveDo },
  }[asking ?? 'leave'];
  return <ConfirmTyped open={asking !== null} onClose={onClose} name={name} {...words} onConfirm={() => does[asking ?? 'leave']()} />;
}
