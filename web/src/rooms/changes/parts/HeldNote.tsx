import { Button } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { CHANGES } from '../../../lib/changes.ts';
import { useMay } from '../../../lib/me.ts';
import { toast } from '../../../lib/toasts.ts';
import { FindingsList } from '../../../ui/change/FindingsList.tsx';
import { Dialog } from '../../../ui/Dialog.tsx';
import { DialogHead } from '../../../ui/DialogHead.tsx';
import { Form, Submit } from '../../../ui/form/Form.tsx';
import { AreaField } from '../../../ui/form/fields.tsx';
import { useForm } from '../../../ui/form/useForm.ts';
import { Link } from '../../../ui/Link.tsx';
import { Shape } from '../../../ui/Shape.tsx';
import { heldQuery, release, type Whole } from '../api.ts';
import { type Trip, tripsOf } from '../model.ts';
import { text } from '../setText.ts';
import classes from './HeldNote.module.css';
import dialogs from './dialogs.module.css';

const WHY_CHARS_MAX = 500;

/** The first and loudest thing on the page: which limits were gone beyond, and by what. */
export function HeldNote({ whole }: { whole: Whole }) {
  const may = useMay()('changes.set.approve');
  const [asking, setAsking] = useState(false);
  const count = (whole.counts as Record<string, number>)['held'] ?? 0;
  const trips = tripsOf(useQuery(heldQuery(whole.id)).data ?? []);
  return (
    <section className={classes.held} aria-labelledby="held-title">
      <div className={classes.head}>
        <Shape name="shield" className="warn" />
        <div><h2 id="held-title">{text.heldTitle(count)}</h2><p className="muted">{text.heldMore}</p></div>
        {may && <Button onClick={() => setAsking(true)}>{text.release}</Button>}
      </div>
      <ul className={classes.trips}>
        {trips.map((trip) => <Line key={trip.finding.code} trip={trip} />)}
      </ul>
      <Dialog open={asking} onClose={() => setAsking(false)} labelledBy="release-title">
        <DialogHead id="release-title" title={text.releaseTitle(count)} onClose={() => setAsking(false)} />
        <Asked id={whole.id} trips={trips} onDone={() => setAsking(false)} />
      </Dialog>
    </section>
  );
}

function Line({ trip: { finding, count, change } }: { trip: Trip }) {
  return (
    <li>
      <FindingsList findings={[finding]} guard />
      <span className="faint small">
        {text.heldCount(count)}. <Link to={`/changes/change/${change.id}`} className="link">{text.heldFirst} <bdi>{change.title || text.untitled}</bdi></Link>
      </span>
    </li>
  );
}

/** Beyond exactly these limits, by name and with a reason. */
function Asked({ id, trips, onDone }: { id: string; trips: readonly Trip[]; onDone: () => void }) {
  const client = useQueryClient();
  const form = useForm({
    name: `release ${id}`,
    initial: { why: '' },
    checks: { why: (why) => (why.trim() ? '' : text.releaseMissing) },
    submit: async ({ why }) => {
      await release(id, why.trim());
      toast(text.released);
      await client.invalidateQueries({ queryKey: CHANGES });
    },
    onDone,
  });
  return (
    <div className={dialogs.body}>
      <FindingsList findings={trips.map((trip) => trip.finding)} guard />
      <p className="muted">{text.releaseMore}</p>
      <Form form={form}>
        <AreaField form={form} name="why" label={text.releaseWhy} help={text.releaseHelp} rows={3} most={WHY_CHARS_MAX} />
        <Submit form={form}>{text.release}</Submit>
      </Form>
    </div>
  );
}

export function GuardFacts({ held }: { held: number }) {
  const may = useMay()('changes.limits.read');
  return (
    <div className={classes.guard}>
      {held > 0 ? <span className="warn row"><Shape name="shield" />{text.guardHolds(held)}</span> : <span className="row"><Shape name="check" className="ok" />{text.guardPasses}</span>}
      {may && <Link to="/changes/rules" className="link small">{text.limits}</Link>}
    </div>
  );
}
