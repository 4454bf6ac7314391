import { Button } from '@mantine/core';
import { useEffect } from 'react';
import { writeDraft } from '../../../../lib/drafts.ts';
import { Form } from '../../../../ui/form/Form.tsx';
import { TextField } from '../../../../ui/form/fields.tsx';
import { useForm } from '../../../../ui/form/useForm.ts';
import { Link } from '../../../../ui/Link.tsx';
import { looksLikeEmail, NAME_CHARS_MAX, PASSWORD_CHARS_MIN } from '../model.ts';
import { words } from '../refusals.ts';
import { text } from '../setUpText.ts';
import { text as common } from '../text.ts';
import { Go } from './Go.tsx';
import classes from './parts.module.css';
import { Secret } from './Secret.tsx';

export type You = { code: string; name: string; email: string; password: string };
export type Place = { workspace_name: string; business: string; kind: Kind };
/** What the server said of a value, which is wrong for as long as it is that value. */
export type Refused = { field: keyof You; value: string; sentence: string };

export function Steps({ now }: { now: 0 | 1 | 2 }) {
  return (
    <ol className={classes.steps} aria-label={text.stepOf(now + 1, text.steps.length, text.steps[now] ?? '')}>
      {text.steps.map((step, index) => (
        <li key={step} aria-current={index === now ? 'step' : undefined} data-done={index < now || undefined}>{step}</li>
      ))}
    </ol>
  );
}

type YouProps = { before: You; asksCode: boolean; refused: Refused | null; onDone: (you: You) => void };

export function YouStep({ before, asksCode, refused, onDone }: YouProps) {
  const sentence = (field: keyof You, value: string, own: string) =>
    own || (refused?.field === field && refused.value === value ? refused.sentence : '');
  const form = useForm<You>({
    name: 'set-up-you',
    initial: before,
    secrets: ['code', 'password'],
    checks: {
      code: (value) => sentence('code', value, asksCode && !value.trim() ? words('setup_code_wrong') : ''),
      name: (value) => sentence('name', value, value.trim() ? '' : words('name_missing')),
      email: (value) => sentence('email', value, looksLikeEmail(value) ? '' : words('email_wrong')),
      password: (value) => sentence('password', value, value.length >= PASSWORD_CHARS_MIN ? '' : words('password_short')),
    },
    submit: async () => {},
    onDone: (you) => {
      // Nothing is sent before the next step, so what was typed here stays kept until then.
      writeDraft('set-up-you', { name: you.name, email: you.email });
      onDone(you);
    },
  });
  // What the server refused is shown at once, at its field.
  const { submit } = form;
  useEffect(() => {
    if (refused) submit();
    // oxlint-disable-next-line react/exhaustive-deps -- once, when one comes back
  }, [refused]);
  return (
    <Form form={form} label={text.youTitle}>
      {asksCode && <TextField form={form} name="code" label={text.codeLabel} help={text.codeHelp} autoComplete="off" autoFocus large />}
      <TextField form={form} name="name" label={common.name} help={common.nameHelp} autoComplete="name" autoFocus={!asksCode} large />
      <TextField form={form} name="email" label={common.email} type="email" inputMode="email" autoComplete="username" large />
      <Secret form={form} name="password" label={common.newPassword} help={common.passwordHelp} autoComplete="new-password" />
      <Go form={form}>{text.goOn}</Go>
    </Form>
  );
}

const KINDS = ['shop', 'dropshipping', 'affiliate'] as const;
type Kind = (typeof KINDS)[number];
type PlaceProps = { make: (place: Place) => Promise<void>; back: () => void };

export function PlaceStep({ make, back }: PlaceProps) {
  const form = useForm<Place>({
    name: 'set-up-place',
    initial: { workspace_name: '', business: '', kind: 'shop' },
    checks: {
      workspace_name: (value) => (value.trim() ? (value.length <= NAME_CHARS_MAX ? '' : words('name_too_long')) : text.workspaceMissing),
      business: (value) => (value.trim() ? '' : text.businessMissing),
    },
    submit: make,
  });
  return (
    <Form form={form} label={text.placeTitle}>
      <TextField form={form} name="workspace_name" label={text.workspace} help={text.workspaceHelp} autoComplete="organization" autoFocus large />
      <TextField form={form} name="business" label={text.business} help={text.businessHelp} autoComplete="off" large />
      <fieldset className={classes.choices}>
        <legend>{text.kind}</legend>
        {KINDS.map((kind) => (
          <label key={kind} className={classes.choice} htmlFor={`kind-${kind}`}>
            <input
              type="radio"
              id={`kind-${kind}`}
              name="kind"
              value={kind}
              checked={form.values.kind === kind}
              onChange={() => form.set('kind', kind)}
            />
            <b>{text.kinds[kind].name}</b>
            <small>{text.kinds[kind].more}</small>
          </label>
        ))}
      </fieldset>
      <div className={classes.pair}>
        <Button size="lg" onClick={back} disabled={form.busy}>{text.back}</Button>
        <Go form={form}>{text.make}</Go>
      </div>
      {form.refused?.code === 'set_up_already' && (
        <p className={classes.foot}><Link to="/sign-in" className="link">{common.signIn}</Link></p>
      )}
    </Form>
  );
}
