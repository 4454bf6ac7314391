import { Button } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useGo } from '../../../lib/address.ts';
import { useMay } from '../../../lib/me.ts';
import { offlineSince } from '../../../lib/reach.ts';
import { useSignal } from '../../../lib/signal.ts';
import { toast } from '../../../lib/toasts.ts';
import { useAct } from '../../../lib/useAct.ts';
import { Card } from '../../../ui/Card.tsx';
import { FindingsList } from '../../../ui/change/FindingsList.tsx';
import { Note } from '../../../ui/Note.tsx';
import { Segments } from '../../../ui/Segments.tsx';
import { act, LISTINGS, saveValues, type Whole } from '../api.ts';
import { text } from '../editText.ts';
import { overlaysOf, TEXT_FIELDS, type TextField, type Typed } from '../model.ts';
import { text as common } from '../text.ts';
import classes from './EditCard.module.css';
import { FieldEditor } from './FieldEditor.tsx';
import { PicturesField } from './PicturesField.tsx';

export const ALL = 'all';

type Props = {
  wholes: readonly Whole[];
  scope: string;
  onScope: (scope: string) => void;
  typed: Typed;
  onType: (typed: Typed) => void;
};

/** The fields of all listings of a product, or of one of them. */
export function EditCard({ wholes, scope, onScope, typed, onType }: Props) {
  const may = useMay()('listings.listing.write');
  const edited = scope === ALL ? wholes : wholes.filter((whole) => whole.listing.id === scope);
  const choices = [{ value: ALL, label: text.all }, ...wholes.map((whole) => ({ value: whole.listing.id, label: whole.account }))];
  const type = (name: TextField, value: string | null) => onType({ ...typed, [name]: value });
  return (
    <Card title={text.edit}>
      {wholes.length > 1 && (
        <div className={classes.scope}>
          <span className="muted small">{text.scope}</span>
          <Segments label={text.scope} value={scope} choices={choices} onChange={onScope} />
        </div>
      )}
      {TEXT_FIELDS.map((name, place) => (
        <FieldEditor key={`${scope} ${name}`} name={name} edited={edited} all={wholes} typed={typed[name]} onType={(value) => type(name, value)} disabled={!may} first={place === 0} />
      ))}
      <PicturesField key={`${scope} images`} edited={edited} all={wholes} typed={typed.images} onType={(images) => onType({ ...typed, images })} disabled={!may} />
      {may && <Foot edited={edited} typed={typed} onDone={() => onType({})} />}
    </Card>
  );
}

function Foot({ edited, typed, onDone }: { edited: readonly Whole[]; typed: Typed; onDone: () => void }) {
  const client = useQueryClient();
  const go = useGo();
  const { busy, refused, act: work } = useAct();
  const offline = useSignal(offlineSince) !== null;
  const edits = edited.map((whole) => ({ whole, overlays: overlaysOf(whole, typed) })).filter(({ overlays }) => overlays.length > 0);

  async function save(): Promise<void> {
    // Each listing has own values of its own, so each brings what was seen of it.
    for (const { whole, overlays } of edits) await saveValues([whole.listing.id], overlays);
    onDone();
    await client.invalidateQueries({ queryKey: LISTINGS });
  }

  async function propose(): Promise<void> {
    await save();
    const done = await act('plan', edited.filter((whole) => whole.listing.remote_id !== null).map((whole) => whole.listing.id), false);
    if (done.set_id) return go(`/changes/${done.set_id}`);
    const [first] = done.refusals.flatMap((each) => each.findings);
    toast(first ? `${first.sentence} ${first.next_step}` : text.unchanged, { tone: first ? 'bad' : 'plain' });
  }

  const there = edited.some((whole) => whole.listing.remote_id !== null);
  return (
    <>
      {refused && (
        <div className={classes.note}>
          <Note tone="bad" icon="warn" role="alert"><b>{refused.message}</b> {refused.nextStep}</Note>
          {refused.findings.length > 0 && <FindingsList findings={refused.findings as never} />}
        </div>
      )}
      <div className={classes.foot}>
        {offline && <span className="faint small">{common.offline}</span>}
        <Button disabled={edits.length === 0 || offline} loading={busy} onClick={() => void work(async () => { await save(); toast(text.saved); })}>{text.save}</Button>
        {there && <Button variant="filled" disabled={offline} loading={busy} onClick={() => void work(propose)}>{text.propose}</Button>}
      </div>
    </>
  );
}
