import { TextInput } from '@mantine/core';
import { useState } from 'react';
import { useAddress, wordOf } from '../../lib/address.ts';
import { useKeys } from '../../lib/keys.ts';
import { Icon } from '../Icon.tsx';
import classes from './Find.module.css';

/** What the field is for, what is typed into it, and what its button says. */
type Props = { label: string; what: string; verb: string };

/** One field above a list finds something in it, in the hand as at the desk; the address keeps what is looked for. */
export function Find(props: Props) {
  const { search, change } = useAddress();
  const now = wordOf(search, 'search');
  const opened = wordOf(search, 'new') === 'find';
  return <Field key={`${now} ${opened}`} {...props} now={now} opened={opened} onFind={(typed) => change({ search: typed || null, new: null, sel: null, not: null })} />;
}

function Field({ label, what, verb, now, opened, onFind }: Props & { now: string; opened: boolean; onFind: (typed: string) => void }) {
  const [typed, setTyped] = useState(now);
  const [field, setField] = useState<HTMLInputElement | null>(null);
  useKeys([{ keys: '/', label, run: (event) => { event.preventDefault(); field?.focus(); } }]);
  return (
    <form role="search" aria-label={label} className={classes.find} onSubmit={(event) => { event.preventDefault(); onFind(typed.trim()); }}>
      <TextInput
        ref={setField}
        // oxlint-disable-next-line jsx-a11y/no-autofocus -- whoever asked for it in the palette is about to type
        autoFocus={opened}
        type="search"
        aria-label={what}
        placeholder={what}
        leftSection={<Icon name="search" />}
        value={typed}
        maxLength={100}
        onChange={(event) => setTyped(event.currentTarget.value)}
      />
      <button type="submit" className="button">{verb}</button>
    </form>
  );
}
