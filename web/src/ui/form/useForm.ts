import { useEffect, useRef, useState } from 'react';
import { readDraft, writeDraft } from '../../lib/drafts.ts';
import { Refusal } from '../../lib/problem.ts';
import { uuid } from '../../lib/uuid.ts';
import { type Errors, sorted } from './findings.ts';

export type Value = string | number | boolean | null | readonly string[];
export type Values = Record<string, Value>;
export type Checks<V> = { [K in keyof V]?: (value: V[K], all: V) => string };

type Options<V extends Values> = {
  /** The name of its draft; one form, one name. */
  name: string;
  initial: V;
  /** A sentence where a value is wrong; empty where it is right. Asked when leaving a field. */
  checks?: Checks<V>;
  /** Never kept, not even in this tab: passwords, codes. */
  secrets?: readonly (keyof V & string)[];
  /** `key` stays the same until something is changed: pressing twice is one wish. */
  submit: (values: V, key: string) => Promise<unknown>;
  onDone?: (values: V) => void;
};

export type FormOf<V extends Values> = {
  values: V;
  initial: V;
  errors: Errors;
  /** What was refused, if it is not told at a field. */
  refused: Refusal | null;
  busy: boolean;
  dirty: boolean;
  /** Whether what is shown was typed before, and kept. */
  restored: boolean;
  set: <K extends keyof V & string>(name: K, value: V[K]) => void;
  /** Many at once. */
  fill: (all: Partial<V>) => void;
  leave: (name: keyof V & string) => void;
  submit: () => void;
  /** Back to what it was, the draft thrown away. */
  reset: () => void;
  /** For the form element, so that its first wrong field can be found. */
  bind: (element: HTMLFormElement | null) => void;
};

export function useForm<V extends Values>(options: Options<V>): FormOf<V> {
  const { name, initial, checks = {} as Checks<V>, secrets = [] } = options;
  const [draft] = useState(() => readDraft<V>(name));
  const [values, setValues] = useState<V>(() => ({ ...initial, ...known(draft, initial) }));
  const [errors, setErrors] = useState<Errors>({});
  const [refused, setRefused] = useState<Refusal | null>(null);
  const [busy, setBusy] = useState(false);
  const [restored, setRestored] = useState(draft !== null);
  const [wrong, setWrong] = useState(0);
  const element = useRef<HTMLFormElement | null>(null);
  const key = useRef(uuid());
  const dirty = Object.keys(initial).some((field) => !same(values[field], initial[field]));

  // The first wrong field gets the focus once it is drawn as wrong.
  useEffect(() => {
    if (wrong > 0) element.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }, [wrong]);

  const set = <K extends keyof V & string>(field: K, value: V[K]) => fill({ [field]: value } as unknown as Partial<V>);

  function fill(all: Partial<V>): void {
    const next = { ...values, ...all };
    key.current = uuid();
    setValues(next);
    setErrors((before) => Object.fromEntries(Object.entries(before).filter(([one]) => !(one in all))));
    const kept = Object.fromEntries(Object.entries(next).filter(([one]) => !secrets.includes(one)));
    writeDraft(name, Object.keys(kept).some((one) => !same(kept[one], initial[one])) ? kept : null);
  }

  function leave(field: keyof V & string): void {
    const sentence = same(values[field], initial[field]) ? '' : (checks[field]?.(values[field], values) ?? '');
    if (sentence) setErrors((before) => ({ ...before, [field]: sentence }));
  }

  async function send(): Promise<void> {
    const found = checked(values, checks);
    setErrors(found);
    setRefused(null);
    if (Object.keys(found).length > 0) return setWrong((count) => count + 1);
    setBusy(true);
    try {
      await options.submit(values, key.current);
      key.current = uuid();
      writeDraft(name, null);
      setRestored(false);
      options.onDone?.(values);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      const { errors: told, loose } = sorted(error, Object.keys(initial));
      setErrors(told);
      if (Object.keys(told).length === 0 || loose.length > 0) setRefused(error);
      setWrong((count) => count + 1);
    } finally {
      setBusy(false);
    }
  }

  function reset(): void {
    writeDraft(name, null);
    setValues(initial);
    setErrors({});
    setRefused(null);
    setRestored(false);
  }

  const submit = () => void (busy || send());
  const [bind] = useState(() => (found: HTMLFormElement | null) => {
    element.current = found;
  });
  return { values, initial, errors, refused, busy, dirty, restored: restored && dirty, set, fill, leave, submit, reset, bind };
}

/** Only what this form still has; an older draft may hold more. */
function known<V extends Values>(draft: Partial<V> | null, initial: V): Partial<V> {
  const fields = Object.entries(draft ?? {}).filter(([field, value]) => typeof value === typeof initial[field]);
  return Object.fromEntries(fields) as Partial<V>;
}

function checked<V extends Values>(values: V, checks: Checks<V>): Errors {
  const found = Object.keys(values).map((field) => [field, checks[field]?.(values[field] as V[string], values) ?? '']);
  return Object.fromEntries(found.filter(([, sentence]) => sentence !== '')) as Errors;
}

function same(one: unknown, other: unknown): boolean {
  return one === other || (Array.isArray(one) && JSON.stringify(one) === JSON.stringify(other));
}
