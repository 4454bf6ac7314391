import { NativeSelect } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useMay } from '../../../lib/me.ts';
import { toast } from '../../../lib/toasts.ts';
import { useAct } from '../../../lib/useAct.ts';
import { Dialog } from '../../../ui/Dialog.tsx';
import { DialogHead } from '../../../ui/DialogHead.tsx';
import { Link } from '../../../ui/Link.tsx';
import { Note } from '../../../ui/Note.tsx';
import { INVOICES, issueCredit, issueInvoice, type Paper, sellersQuery } from '../api.ts';
import { text } from '../paperText.ts';
import classes from './orders.module.css';
import { Decide, Refused } from './Shared.tsx';

type Props = { asking: 'issue' | 'credit' | null; number: string; id: string; invoice: Paper | undefined; onClose: () => void };

/** What has a number is never taken back, so it is said before. */
export function IssueDialog({ asking, number, id, invoice, onClose }: Props) {
  const credited = asking === 'credit' ? invoice : undefined;
  return (
    <Dialog open={asking !== null} onClose={onClose} labelledBy="issue-title">
      <DialogHead id="issue-title" title={credited ? text.creditTitle(credited.number) : text.issueTitle(number)} onClose={onClose} />
      {asking && <Asked id={id} credited={credited} onClose={onClose} />}
    </Dialog>
  );
}

/** Of several businesses the person says whose invoice it is. */
function Asked({ id, credited, onClose }: { id: string; credited: Paper | undefined; onClose: () => void }) {
  const client = useQueryClient();
  const may = useMay()('orders.seller.read');
  const sellers = useQuery({ ...sellersQuery, enabled: credited === undefined && may }).data;
  const [chosen, setChosen] = useState('');
  const { busy, refused, act } = useAct();
  const issue = () => act(async () => {
    const paper = credited ? await issueCredit(credited.id) : await issueInvoice(id, chosen || null);
    await client.invalidateQueries({ queryKey: INVOICES });
    onClose();
    toast(text.issued(paper.number));
  });
  return (
    <div className={`card-body ${classes.stack}`}>
      <Refused refused={refused} />
      <ul className={classes.said}>{[...(credited ? text.creditEnds : text.issueEnds), ...(credited ? text.creditStays : text.issueStays)].map((each) => <li key={each}>{each}.</li>)}</ul>
      {sellers?.length === 0 && <Note tone="warn" icon="warn" end={<Link to="/orders/invoices/sellers" className="button">{text.toSellers}</Link>}>{text.noSeller}</Note>}
      {sellers && sellers.length > 1 && (
        <NativeSelect label={text.business} value={chosen} onChange={(event) => setChosen(event.currentTarget.value)} data={[{ value: '', label: text.ofShop }, ...sellers.map(({ business_id: value, name }) => ({ value, label: name }))]} />
      )}
      <Decide busy={busy} verb={credited ? text.credit : text.issue} onBack={onClose} onDo={() => void issue()} />
    </div>
  );
}
