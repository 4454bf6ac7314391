import { useQueryClient } from '@tanstack/react-query';
import { CHANGES } from '../../../lib/changes.ts';
import { toast } from '../../../lib/toasts.ts';
import { askedOf } from '../../../ui/change/fieldForm.ts';
import { FieldsForm } from '../../../ui/change/FieldsForm.tsx';
import { Dialog } from '../../../ui/Dialog.tsx';
import { DialogHead } from '../../../ui/DialogHead.tsx';
import { editChange, type Receipt } from '../api.ts';
import { text } from '../receiptText.ts';
import classes from './dialogs.module.css';

/** Other values for the same wish; what was agreed to is void then. */
export function EditDialog({ receipt, name, onClose }: { receipt: Receipt | null; name: string; onClose: () => void }) {
  const client = useQueryClient();
  return (
    <Dialog open={receipt !== null} onClose={onClose} labelledBy="edit-title" wide>
      {receipt && (
        <>
          <DialogHead id="edit-title" title={text.editTitle(name)} onClose={onClose} />
          <div className={classes.body}>
            <p className="muted">{text.editMore}</p>
            <FieldsForm
              name={`edit change ${receipt.id}`}
              fields={receipt.differences.map(({ field, before, after }) => askedOf(field, after, before))}
              verb={text.editSave}
              submit={async (after) => {
                await editChange(receipt, after);
                toast(text.edited);
                await client.invalidateQueries({ queryKey: CHANGES });
              }}
              onDone={onClose}
            />
          </div>
        </>
      )}
    </Dialog>
  );
}
