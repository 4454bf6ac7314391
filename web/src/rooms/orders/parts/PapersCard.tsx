import { Button, NativeSelect } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useMay } from '../../../lib/me.ts';
import { toast } from '../../../lib/toasts.ts';
import { Card } from '../../../ui/Card.tsx';
import { ConfirmTyped } from '../../../ui/ConfirmTyped.tsx';
import { ErrorState } from '../../../ui/ErrorState.tsx';
import { Link } from '../../../ui/Link.tsx';
import { Loading } from '../../../ui/Loading.tsx';
import { Money } from '../../../ui/Money.tsx';
import { Note } from '../../../ui/Note.tsx';
import { INVOICES, issueCredit, issueInvoice, type Paper, papersQuery, sellersQuery, taxesQuery, type WholeOrder } from '../api.ts';
import { text } from '../paperText.ts';
import classes from './orders.module.css';
import { PaperFiles } from './PaperFiles.tsx';

/** The invoice of an order and its credit notes; where the tax of the shop is another than the table says. */
export function PapersCard({ whole }: { whole: WholeOrder }) {
  return useMay()('orders.invoice.read') ? <Papers whole={whole} /> : null;
}

function Papers({ whole: { order } }: { whole: WholeOrder }) {
  const may = useMay()('orders.invoice.write');
  const papers = useQuery(papersQuery(order.id));
  const taxes = useQuery(taxesQuery(order.id)).data ?? [];
  const differ = taxes.filter(({ theirs }) => theirs !== null);
  const hints = taxes.filter(({ theirs }) => theirs === null);
  const [asking, setAsking] = useState<'issue' | 'credit' | null>(null);
  const all = papers.data ?? [];
  const invoice = all.find(({ kind }) => kind === 'invoice');
  return (
    <Card title={text.card} end={may && papers.data && (
      invoice ? <Button size="xs" onClick={() => setAsking('credit')}>{text.credit}</Button> : <Button size="xs" onClick={() => setAsking('issue')}>{text.issue}</Button>
    )}>
      {papers.isLoading && <Loading rows={1} />}
      {papers.error && <ErrorState error={papers.error} retry={() => void papers.refetch()} />}
      {papers.data && all.length === 0 && <p className={classes.foot}>{text.none}</p>}
      {all.length > 0 && <ul className={classes.options}>{all.map((paper) => <Row key={paper.id} paper={paper} />)}</ul>}
      {differ.length > 0 && (
        <div className="card-body"><Note tone="warn" icon="warn"><b>{text.taxes}</b><ul lang="en">{differ.map((each) => <li key={`${each.key} ${each.sentence}`}>{each.sentence} {each.next_step}</li>)}</ul></Note></div>
      )}
      {hints.map((each) => <p key={each.sentence} lang="en" className={classes.foot}>{each.sentence} {each.next_step}</p>)}
      <Confirm asking={asking} number={order.number} id={order.id} invoice={invoice} onClose={() => setAsking(null)} />
    </Card>
  );
}

function Row({ paper }: { paper: Paper }) {
  return (
    <li>
      <div><b>{paper.number}</b><small>{text.kinds[paper.kind]} · <Money {...paper.total} /></small></div>
      <PaperFiles paper={paper} />
    </li>
  );
}

type ConfirmProps = { asking: 'issue' | 'credit' | null; number: string; id: string; invoice: Paper | undefined; onClose: () => void };

/** What has a number is never taken back. Of several businesses the person says whose invoice it is. */
function Confirm({ asking, number, id, invoice, onClose }: ConfirmProps) {
  const client = useQueryClient();
  const may = useMay()('orders.seller.read');
  const sellers = useQuery({ ...sellersQuery, enabled: asking === 'issue' && may }).data;
  const [chosen, setChosen] = useState('');
  const credit = asking === 'credit' && invoice !== undefined;
  const confirm = async () => {
    const paper = credit ? await issueCredit(invoice.id) : await issueInvoice(id, chosen || (sellers?.[0]?.business_id ?? null));
    await client.invalidateQueries({ queryKey: INVOICES });
    toast(text.issued(paper.number));
  };
  if (credit) return <ConfirmTyped open onClose={onClose} title={text.creditTitle(invoice.number)} ends={text.creditEnds} stays={text.creditStays} verb={text.credit} onConfirm={confirm} />;
  return (
    <ConfirmTyped open={asking === 'issue'} onClose={onClose} title={text.issueTitle(number)} ends={text.issueEnds} stays={text.issueStays} verb={text.issue} onConfirm={confirm}>
      {sellers?.length === 0 && <Note tone="warn" icon="warn" end={<Link to="/orders/invoices/sellers" className="button">{text.toSellers}</Link>}>{text.noSeller}</Note>}
      {sellers && sellers.length > 1 && (
        <NativeSelect label={text.business} value={chosen} onChange={(event) => setChosen(event.currentTarget.value)} data={sellers.map(({ business_id: value, name }) => ({ value, label: name }))} />
      )}
    </ConfirmTyped>
  );
}
