import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useShops } from '../../../lib/shops.ts';
import { toast } from '../../../lib/toasts.ts';
import { FindingsList } from '../../../ui/change/FindingsList.tsx';
import { Dialog } from '../../../ui/Dialog.tsx';
import { DialogHead } from '../../../ui/DialogHead.tsx';
import { AreaField, ChoiceField, TextField } from '../../../ui/form/fields.tsx';
import { Form, Submit } from '../../../ui/form/Form.tsx';
import { useForm } from '../../../ui/form/useForm.ts';
import { LISTINGS, readMatrix, saveTemplate, type Template, type Templates, tryTemplate } from '../api.ts';
import { text } from '../rulesText.ts';
import { text as common } from '../text.ts';
import classes from './rules.module.css';

const PAUSE_MS = 300;
const SHOWN = 5;

type Props = { template: Template | 'new' | null; known: Templates; onClose: () => void };

/** A template, seen on some products while it is written. */
export function TemplateDialog({ template, known, onClose }: Props) {
  return (
    <Dialog open={template !== null} onClose={onClose} labelledBy="template-title" wide>
      {template && (
        <>
          <DialogHead id="template-title" title={template === 'new' ? text.newTitle : text.editTitle} onClose={onClose} />
          <Asked before={template === 'new' ? null : template} known={known} onClose={onClose} />
        </>
      )}
    </Dialog>
  );
}

function Asked({ before, known, onClose }: { before: Template | null; known: Templates; onClose: () => void }) {
  const client = useQueryClient();
  const shops = useShops();
  const form = useForm({
    name: `template ${before?.id ?? 'new'}`,
    initial: { name: before?.name ?? '', field: before?.field ?? 'title', account: before?.account_id ?? '', text: before?.text ?? '{title}' },
    submit: async ({ name, field, account, text: body }) => {
      await saveTemplate({ name, field, text: body, account_id: account || null, market: before?.market ?? '', category_id: before?.category_id ?? null }, before);
      toast(text.saved);
      await client.invalidateQueries({ queryKey: LISTINGS });
    },
    onDone: onClose,
  });
  const insert = (word: string) => form.set('text', `${form.values.text}{${word}}`);
  return (
    <div className={classes.body}>
      <Form form={form}>
        <TextField form={form} name="name" label={text.name} required autoFocus />
        <ChoiceField form={form} name="field" label={text.field} choices={known.fields.map((value) => ({ value, label: common.fields[value] ?? value }))} />
        <ChoiceField form={form} name="account" label={text.shop} choices={[{ value: '', label: text.everywhere }, ...(shops.all ?? []).map(({ id, name }) => ({ value: id, label: name }))]} />
        <AreaField form={form} name="text" label={text.body} rows={3} />
        <div>
          <p className="muted small">{text.variables}</p>
          <p className={classes.keys}>
            {Object.keys(known.variables).map((name) => <button key={name} type="button" className="link" title={known.variables[name]} onClick={() => insert(name)}>{`{${name}}`}</button>)}
          </p>
          <p className="faint small">{text.filters}: <code>{known.filters.map((name) => `|${name}`).join(' ')}</code></p>
        </div>
        <Made field={form.values.field} body={form.values.text} account={form.values.account} />
        <Submit form={form}>{text.save}</Submit>
      </Form>
    </div>
  );
}

/** What it makes of a few listings, asked when the typing pauses. */
function Made({ field, body, account }: { field: string; body: string; account: string }) {
  const [asked, setAsked] = useState(body);
  useEffect(() => {
    const timer = setTimeout(() => setAsked(body), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [body]);
  const some = useQuery({
    queryKey: [...LISTINGS, 'some', account],
    queryFn: async ({ signal }) =>
      (await readMatrix({ account: account || undefined, limit: SHOWN, cursor: null }, signal)).items.flatMap((row) => row.listings.filter((each) => !account || each.account_id === account).slice(0, 1).map(({ id }) => id)),
  }).data;
  const { data } = useQuery({
    queryKey: [...LISTINGS, 'tryTemplate', field, asked, some],
    queryFn: ({ signal }) => tryTemplate(field, asked, some ?? [], signal),
    enabled: some !== undefined && asked !== '',
    placeholderData: keepPreviousData,
  });
  return (
    <div role="status">
      <p className="muted small">{text.preview}</p>
      {data && data.findings.length > 0 && <FindingsList findings={data.findings as never} />}
      {some?.length === 0 && <p className="faint">{text.previewNone}</p>}
      <ul className={classes.made}>
        {data?.findings.length === 0 && data.items.map((item) => (
          <li key={item.listing_id}>
            <b><bdi>{item.made}</bdi></b>
            <small>{item.made === item.now ? text.same : <>{text.now}: <bdi>{item.now}</bdi></>}</small>
            {item.findings.map((finding) => <small key={finding.code} lang="en" className="warn">{finding.sentence}</small>)}
          </li>
        ))}
      </ul>
    </div>
  );
}
