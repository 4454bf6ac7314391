import { Button } from '@mantine/core';
import { useGo } from '../../../lib/address.ts';
import { fieldName } from '../../../ui/change/values.ts';
import { FindingsList } from '../../../ui/change/FindingsList.tsx';
import { Dialog } from '../../../ui/Dialog.tsx';
import { DialogHead } from '../../../ui/DialogHead.tsx';
import { Link } from '../../../ui/Link.tsx';
import type { Undone } from '../api.ts';
import { text } from '../text.ts';
import classes from './dialogs.module.css';

/** What cannot be undone, and why, before one looks at what can. */
export function LeftDialog({ undone, onClose }: { undone: Undone | null; onClose: () => void }) {
  return (
    <Dialog open={undone !== null} onClose={onClose} labelledBy="left-title" wide>
      {undone && (
        <>
          <DialogHead id="left-title" title={text.leftTitle} onClose={onClose} />
          <Shown undone={undone} onClose={onClose} />
        </>
      )}
    </Dialog>
  );
}

function Shown({ undone: { set_id: id, count, left }, onClose }: { undone: Undone; onClose: () => void }) {
  const go = useGo();
  return (
    <div className={classes.body}>
      <p role="status">{id ? text.leftSome(count, left.length) : text.leftAll}</p>
      <ul className={classes.left}>
        {left.map(({ change_id: change, field, finding }) => (
          <li key={`${change} ${field}`}>
            <FindingsList findings={[finding]} />
            <span className="faint small">
              {field && <>{text.leftField(fieldName(field))}. </>}
              <Link to={`/changes/change/${change}`} className="link">{text.leftReceipt}</Link>
            </span>
          </li>
        ))}
      </ul>
      <div className={classes.acts}>
        <Button onClick={onClose}>{text.close}</Button>
        {id && <Button variant="filled" data-autofocus onClick={() => go(`/changes/${id}`)}>{text.leftGo(count)}</Button>}
      </div>
    </div>
  );
}
