import { Button, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useMay } from '../../../lib/me.ts';
import { Card } from '../../../ui/Card.tsx';
import { AreaField, TextField } from '../../../ui/form/fields.tsx';
import { Form, SaveBar } from '../../../ui/form/Form.tsx';
import { useForm } from '../../../ui/form/useForm.ts';
import { Segments } from '../../../ui/Segments.tsx';
import { editsOf } from '../model.ts';
import { text } from '../productText.ts';
import type { FormProps } from '../useSaving.tsx';
import classes from './catalog.module.css';

const FIELDS = ['title', 'summary_html', 'description_html'] as const;
const LANGUAGE = /^[a-z]{2,3}(-[A-Za-z0-9]{2,8}){0,2}$/;

/** The same texts in other languages; what is empty is shown as above. */
export function TranslationsCard({ whole, save }: FormProps) {
  const may = useMay()('catalog.product.write');
  const [added, setAdded] = useState<readonly string[]>([]);
  const languages = [...new Set([...Object.keys(whole.translations), ...added])].toSorted();
  const [chosen, setChosen] = useState(languages[0] ?? '');
  const [typed, setTyped] = useState('');
  const add = () => {
    setAdded((all) => [...all, typed]);
    setChosen(typed);
    setTyped('');
  };
  return (
    <Card
      title={text.translations}
      padded
      end={may && (
        <form className={classes.acts} onSubmit={(event) => { event.preventDefault(); if (LANGUAGE.test(typed)) add(); }}>
          <TextInput className={classes.code ?? ''} size="xs" aria-label={text.language} title={text.languageHelp} placeholder={text.language} value={typed} onChange={(event) => setTyped(event.currentTarget.value.trim())} />
          <Button size="xs" type="submit" disabled={!LANGUAGE.test(typed)}>{text.translate}</Button>
        </form>
      )}
    >
      {languages.length === 0 ? <p className="muted">{text.noTranslations}</p> : (
        <div className={classes.stack}>
          {languages.length > 1 && <Segments label={text.language} value={chosen} choices={languages.map((value) => ({ value, label: value }))} onChange={setChosen} />}
          <Fields key={chosen} whole={whole} save={save} language={chosen} may={may} />
        </div>
      )}
    </Card>
  );
}

function Fields({ whole, save, language, may }: FormProps & { language: string; may: boolean }) {
  const there = whole.translations[language] ?? {};
  const initial = Object.fromEntries(FIELDS.map((name) => [name, there[name] ?? ''])) as Record<(typeof FIELDS)[number], string>;
  const named = (values: Record<string, string>) => Object.fromEntries(Object.entries(values).map(([name, value]) => [`translations.${language}.${name}`, value || null]));
  const form = useForm({ name: `translation ${whole.id} ${language}`, initial, submit: (values) => save(editsOf(named(initial), named(values))) });
  return (
    <Form form={form} label={`${text.translations}, ${language}`}>
      <TextField form={form} name="title" label={`${text.fields['title']} (${language})`} disabled={!may} />
      <AreaField form={form} name="summary_html" label={`${text.fields['summary_html']} (${language})`} rows={2} disabled={!may} />
      <AreaField form={form} name="description_html" label={`${text.fields['description_html']} (${language})`} rows={5} disabled={!may} />
      <SaveBar form={form} />
    </Form>
  );
}
