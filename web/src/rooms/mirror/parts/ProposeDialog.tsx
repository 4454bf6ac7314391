import { useGo } from '../../../lib/address.ts';
import { FieldsForm } from '../../../ui/change/FieldsForm.tsx';
import { Dialog } from '../../../ui/Dialog.tsx';
import { DialogHead } from '../../../ui/DialogHead.tsx';
import { propose } from '../api.ts';
import { text } from '../changeText.ts';
import { type Proposal, wishOf } from '../proposals.ts';
import classes from './ProposeDialog.module.css';

/** Other values and why; then to the set, where one sees what would be sent. */
export function ProposeDialog({ proposal, onClose }: { proposal: Proposal | null; onClose: () => void }) {
  const go = useGo();
  return (
    <Dialog open={proposal !== null} onClose={onClose} labelledBy="propose-title" wide>
      {proposal && (
        <>
          <DialogHead id="propose-title" title={text.dialog[proposal.what](proposal.name)} onClose={onClose} />
          <div className={classes.body}>
            <p className="muted">{text.more}</p>
            <FieldsForm
              name={`propose ${proposal.what} ${proposal.accountId} ${proposal.remoteId}`}
              fields={proposal.fields}
              verb={text.see}
              reason
              submit={async (after, why) => go(`/changes/${await propose(proposal, text.set[proposal.what](proposal.name), why, wishOf(proposal.fields, after))}`)}
            />
          </div>
        </>
      )}
    </Dialog>
  );
}
