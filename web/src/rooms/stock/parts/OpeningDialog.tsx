import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { number } from '../../../lib/number.ts';
import { useShops } from '../../../lib/shops.ts';
import { toast } from '../../../lib/toasts.ts';
import { useAct } from '../../../lib/useAct.ts';
import { Dialog } from '../../../ui/Dialog.tsx';
import { DialogHead } from '../../../ui/DialogHead.tsx';
import { ErrorState } from '../../../ui/ErrorState.tsx';
import { Form, Submit } from '../../../ui/form/Form.tsx';
import { ChoiceField, SwitchField } from '../../../ui/form/fields.tsx';
import { useForm } from '../../../ui/form/useForm.ts';
import { Loading } from '../../../ui/Loading.tsx';
import { useMay } from '../../../lib/me.ts';
import { Note } from '../../../ui/Note.tsx';
import { openStock, saveSettings, settingsQuery, STOCK } from '../api.ts';
import { counting } from '../model.ts';
import { text } from '../openText.ts';
import type { Opened, OpeningWanted, Settings, Waiting } from '../shapes.ts';
import { Decide, Refused, Wide } from './Shared.tsx';
import classes from './stock.module.css';

export type AskedOpening = { kind: 'rule'; ids?: readonly string[] } | { kind: 'counts'; counts: NonNullable<OpeningWanted['counts']> };
type Wanted = Omit<OpeningWanted, 'preview'> & { always?: boolean };
type Props = { asked: AskedOpening | null; rows: readonly Waiting[]; onClose: () => void; onDone: () => void };
const SHOWN_MAX = 100;
const SAID_MAX = 10;

/** A rule or typed counts, and what they would open; nothing is told to shops before. */
export function OpeningDialog({ asked, rows, onClose, onDone }: Props) {
  return (
    <Dialog open={asked !== null} onClose={onClose} labelledBy="opening-title" wide>
      <DialogHead id="opening-title" title={asked?.kind === 'rule' ? text.ruleTitle : text.previewTitle} onClose={onClose} />
      {asked && <Steps asked={asked} rows={rows} onClose={onClose} onDone={onDone} />}
    </Dialog>
  );
}

function Steps({ asked, rows, onClose, onDone }: Props & { asked: AskedOpening }) {
  const [wanted, setWanted] = useState<Wanted | null>(asked.kind === 'counts' ? { rule: 'count', counts: asked.counts } : null);
  if (asked.kind === 'rule' && !wanted) return <RuleForm asked={asked} rows={rows} onWanted={setWanted} />;
  if (!wanted) return null;
  return <Preview wanted={wanted} onBack={asked.kind === 'rule' ? () => setWanted(null) : onClose} onDone={() => { onDone(); onClose(); }} />;
}

function RuleForm({ asked, rows, onWanted }: { asked: AskedOpening & { kind: 'rule' }; rows: readonly Waiting[]; onWanted: (wanted: Wanted) => void }) {
  const shops = useShops();
  const may = useMay()('stock.settings.read');
  const choices = counting(rows, shops.nameOf).map((id) => ({ value: id, label: shops.nameOf(id) }));
  const form = useForm({
    name: 'opening rule',
    initial: { rule: 'lowest', shop: choices[0]?.value ?? '', always: false as boolean },
    submit: async ({ rule, shop, always }) =>
      onWanted({ rule: rule as 'lowest', always, ...(rule === 'shop' && { account_id: shop }), ...(asked.ids && { variant_ids: asked.ids }) }),
  });
  return (
    <div className="card-body">
      <Form form={form} label={text.ruleTitle}>
        <p className="muted">{text.ruleMore(asked.ids?.length ?? 0)}</p>
        <ChoiceField form={form} name="rule" label={text.rule} choices={Object.entries(text.rules).map(([value, label]) => ({ value, label }))} />
        {form.values.rule === 'shop' && <ChoiceField form={form} name="shop" label={text.shop} choices={choices} />}
        {may && !asked.ids && <SwitchField form={form} name="always" label={text.always} help={text.alwaysHelp} />}
        <Submit form={form}>{text.preview}</Submit>
      </Form>
    </div>
  );
}

function Preview({ wanted: { always, ...wanted }, onBack, onDone }: { wanted: Wanted; onBack: () => void; onDone: () => void }) {
  const client = useQueryClient();
  const { busy, refused, act } = useAct();
  const found = useQuery({ queryKey: [...STOCK, 'open', JSON.stringify(wanted)], queryFn: ({ signal }) => openStock({ ...wanted, preview: true }, signal), retry: false, staleTime: 0 });
  if (found.error) return <ErrorState error={found.error} retry={() => void found.refetch()} />;
  if (!found.data) return <Loading rows={5} />;
  const apply = () => act(async () => {
    const done = await openStock({ ...wanted, preview: false });
    if (always) await saveSettings(ruled(await client.fetchQuery(settingsQuery), wanted));
    await client.invalidateQueries({ queryKey: STOCK });
    toast(text.done(number(done.count)));
    onDone();
  });
  return (
    <div className={`card-body ${classes.stack}`}>
      <Refused refused={refused} />
      <Lines found={found.data} />
      {found.data.findings.length > 0 && <Note tone="warn" icon="warn">{found.data.findings.slice(0, SAID_MAX).map((each) => <p key={`${each.field} ${each.code}`}>{each.sentence} {each.next_step}</p>)}</Note>}
      {found.data.left > 0 && <p className="muted">{text.leftOver(number(found.data.left))}</p>}
      <p className="faint small">{text.applyMore}</p>
      <Decide busy={busy} verb={text.apply(number(found.data.count))} why={found.data.count === 0 ? text.nothing : ''} back={text.back} onBack={onBack} onDo={() => void apply()} />
    </div>
  );
}

const ruled = (settings: Settings, { rule, account_id: id }: Wanted): Settings => ({ ...settings, opening: rule === 'shop' ? 'shop' : 'lowest', opening_account_id: id ?? null });

function Lines({ found }: { found: Opened }) {
  if (found.items.length === 0) return <p className="muted">{text.nothing}</p>;
  return (
    <Wide label={text.previewTitle}>
      <table className={classes.lines} aria-label={text.previewTitle}>
        <thead><tr><th scope="col">{text.item}</th><th scope="col" className={classes.num}>{text.willBe}</th></tr></thead>
        <tbody>
          {found.items.slice(0, SHOWN_MAX).map((line) => (
            <tr key={line.variant_id}>
              <th scope="row"><bdi>{line.title}</bdi><small className="sku">{line.sku}</small></th>
              <td className={`${classes.num} strong`}>{line.count === null ? <span className="faint">{text.stays}</span> : number(line.count)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Wide>
  );
}
