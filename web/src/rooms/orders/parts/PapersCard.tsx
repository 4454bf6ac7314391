import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useMay } from '../../../lib/me.ts';
import { Card } from '../../../ui/Card.tsx';
import { ErrorState } from '../../../ui/ErrorState.tsx';
import { Loading } from '../../../ui/Loading.tsx';
import { Money } from '../../../ui/Money.tsx';
import { Note } from '../../../ui/Note.tsx';
import { type Paper, papersQuery, taxesQuery, type WholeOrder } from '../api.ts';
import { text } from '../paperText.ts';
import { taxWords } from '../said.ts';
import { IssueDialog } from './IssueDialog.tsx';
import classes from './orders.module.css';
import { PaperFiles } from './PaperFiles.tsx';
import { Words } from './Shared.tsx';

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
        <div className="card-body"><Note tone="warn" icon="warn"><b>{text.taxes}</b><ul>{differ.map((each) => <li key={`${each.key} ${each.sentence}`}><Words {...taxWords(each)} /></li>)}</ul></Note></div>
      )}
      {hints.map((each) => <p key={each.sentence} className={classes.foot}><Words {...taxWords(each)} /></p>)}
      <IssueDialog asking={asking} number={order.number} id={order.id} invoice={invoice} onClose={() => setAsking(null)} />
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
