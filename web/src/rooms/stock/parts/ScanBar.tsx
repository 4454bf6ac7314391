import { Button, TextInput } from '@mantine/core';
import { useRef, useState } from 'react';
import { number } from '../../../lib/number.ts';
import { useAct } from '../../../lib/useAct.ts';
import { readCountLines, setFound } from '../api.ts';
import { scanned } from '../model.ts';
import type { CountLine } from '../shapes.ts';
import { text } from '../workText.ts';
import { Refused } from './Shared.tsx';
import classes from './stock.module.css';

type Props = { count: string; onFound: () => void };

/** A scanner types a SKU and Enter: each adds what it says to what was found. One at a time, in order. */
export function ScanBar({ count, onFound }: Props) {
  const field = useRef<HTMLInputElement>(null);
  const [words, setWords] = useState('');
  const [said, setSaid] = useState('');
  const [waiting, setWaiting] = useState(0);
  const queue = useRef(Promise.resolve());
  const { refused, act } = useAct();

  const one = async (line: string) => {
    const read = scanned(line);
    if (!read) return;
    await act(async () => {
      const { items } = await readCountLines(count, { search: read.sku, limit: 20, cursor: null });
      const found = items.find(({ sku }) => sku.toLowerCase() === read.sku.toLowerCase());
      if (!found) return setSaid(text.scanUnknown(read.sku));
      const now = (found.found ?? 0) + read.pieces;
      await setFound(count, [{ variant_id: found.variant_id, found: now }]);
      setSaid(text.scanned(found.title, number(now)));
      onFound();
    });
  };
  const take = () => {
    const line = words;
    setWords('');
    field.current?.focus();
    if (line.trim() === '') return;
    setWaiting((before) => before + 1);
    queue.current = queue.current.then(() => one(line)).finally(() => setWaiting((before) => before - 1));
  };
  return (
    <form className="card" aria-label={text.scan} onSubmit={(event) => { event.preventDefault(); take(); }}>
      <div className={`card-body ${classes.stack}`}>
        <div className={classes.scan}>
          <TextInput ref={field} label={text.scan} description={text.scanHelp} inputWrapperOrder={['label', 'input', 'description']} autoComplete="off" spellCheck={false} value={words} onChange={(event) => setWords(event.currentTarget.value)} />
          <Button type="submit" loading={waiting > 0}>{text.add}</Button>
        </div>
        <p className={`${classes.said} strong`} role="status">{said}</p>
        <Refused refused={refused} />
      </div>
    </form>
  );
}

/** What was found of one line, typed; kept when one leaves the field or presses Enter. */
export function FoundField({ count, line, onFound }: Props & { line: CountLine }) {
  const kept = line.found === null ? '' : String(line.found);
  const [typed, setTyped] = useState<string | null>(null);
  const { refused, act } = useAct();
  const value = typed ?? kept;
  const wrong = value !== '' && !/^\d{1,10}$/.test(value.trim());
  const keep = () => {
    if (typed === null || wrong || value === kept) return;
    void act(async () => {
      await setFound(count, [{ variant_id: line.variant_id, found: value.trim() === '' ? null : Number(value) }]);
      onFound();
    });
  };
  return (
    <TextInput
      size="xs"
      className={classes.found}
      inputMode="numeric"
      autoComplete="off"
      aria-label={text.foundOf(line.title)}
      value={value}
      error={wrong || refused !== null}
      title={refused ? `${refused.message} ${refused.nextStep}` : undefined}
      onChange={(event) => setTyped(event.currentTarget.value)}
      onBlur={keep}
      onKeyDown={(event) => event.key === 'Enter' && keep()}
    />
  );
}
