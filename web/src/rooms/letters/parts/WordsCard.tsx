import { Button, NativeSelect } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useMay } from '../../../lib/me.ts';
import { toast } from '../../../lib/toasts.ts';
import { attempt, useAct } from '../../../lib/useAct.ts';
import { Card } from '../../../ui/Card.tsx';
import { Form, SaveBar } from '../../../ui/form/Form.tsx';
import { AreaField, TextField } from '../../../ui/form/fields.tsx';
import { useForm } from '../../../ui/form/useForm.ts';
import { Icon } from '../../../ui/Icon.tsx';
import { Note } from '../../../ui/Note.tsx';
import { type Language, type Preview, preview, restoreWords, setWords, type Stage, TEMPLATES, type Words } from '../api.ts';
import { text } from '../text.ts';
import classes from './letters.module.css';

const SUBJECT_MAX = 150;
const TEXT_MAX = 5_000;
const needed = (value: string) => (value.trim() === '' ? text.needed : '');

/** The words of each stage and language, and how a real order fills them in. */
export function WordsCard({ all, fields }: { all: readonly Words[]; fields: readonly string[] }) {
  const [stage, setStage] = useState<Stage>('sent');
  const [language, setLanguage] = useState<Language>('en');
  const words = all.find((one) => one.stage === stage && one.language === language);
  return (
    <Card title={text.words} sub={words && (words.version === 0 ? text.builtIn : text.own)} padded>
      <div className={classes.stack}>
        <div className={classes.fields}>
          <NativeSelect
            label={text.stage}
            value={stage}
            data={Object.entries(text.stages).map(([value, label]) => ({ value, label }))}
            onChange={(event) => setStage(event.currentTarget.value as Stage)}
            rightSection={<Icon name="down" size={12} />}
          />
          <NativeSelect
            label={text.language}
            value={language}
            data={Object.entries(text.languages).map(([value, label]) => ({ value, label }))}
            onChange={(event) => setLanguage(event.currentTarget.value as Language)}
            rightSection={<Icon name="down" size={12} />}
          />
        </div>
        {words && <Fields key={`${stage} ${language} ${words.version}`} words={words} fields={fields} />}
      </div>
    </Card>
  );
}

function Fields({ words, fields }: { words: Words; fields: readonly string[] }) {
  const client = useQueryClient();
  const may = useMay();
  const disabled = !may('letters.template.write');
  const [shown, setShown] = useState<Preview | null>(null);
  const { busy, refused, act } = useAct();
  const place = { stage: words.stage, language: words.language as Language };
  const form = useForm({
    name: `letter ${words.stage} ${words.language} ${words.version}`,
    initial: { subject: words.subject, text: words.text },
    checks: { subject: needed, text: needed },
    submit: async (values) => {
      await setWords(place, { ...values, version: words.version });
      await client.invalidateQueries({ queryKey: TEMPLATES });
      toast(text.saved);
    },
  });
  const restore = () =>
    attempt(async () => {
      await restoreWords(place, words.version);
      await client.invalidateQueries({ queryKey: TEMPLATES });
      toast(text.restored);
    });
  const look = () => void act(async () => setShown(await preview(place, form.values)));
  return (
    <Form form={form} label={text.words}>
      <TextField form={form} name="subject" label={text.subject} most={SUBJECT_MAX} disabled={disabled} />
      <AreaField form={form} name="text" label={text.body} rows={10} most={TEXT_MAX} help={text.fieldsHelp(fields.map((name) => `{${name}}`).join(', '))} disabled={disabled} />
      <div className={classes.buttons}>
        {may('orders.customer.read') && <Button size="xs" loading={busy} onClick={look}>{text.preview}</Button>}
        {words.version > 0 && !disabled && <Button size="xs" onClick={restore}>{text.restore}</Button>}
      </div>
      {refused && <Note tone="bad" icon="warn" role="alert"><b>{refused.message}</b> {refused.nextStep}</Note>}
      {shown && (
        <section className={classes.paper} aria-label={text.previewOf(shown.order)}>
          <small className="muted">{text.previewOf(shown.order)} · {text.previewNone}</small>
          <b lang={words.language}><bdi>{shown.subject}</bdi></b>
          <p className={classes.words} lang={words.language}>{shown.text}</p>
        </section>
      )}
      <SaveBar form={form} />
    </Form>
  );
}
