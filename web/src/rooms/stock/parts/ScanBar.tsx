import { Button, TextInput } from '@mantine/core';
import { useRef, useState } from 'react';
import { number } from '../../../lib/number.ts';
import { useAct } from '../../../lib/useAct.ts';
import type { CountLine } from '../shapes.ts';
import type { Counting } from '../useCounting.ts';
import { text } from '../workText.ts';
import { Refused } from './Shared.tsx';
import classes from './stock.module.css';

/** A scanner types a SKU and Enter: each adds what it says to what was found. One at a time, in order. */
export function ScanBar({ counting }: { counting: Counting }) {
  const field = useRef<HTMLInputElement>(null);
  const [words, setWords] = useState('');
  const [said, setSaid] = useState('');
  const [waiting, setWaiting] = useState(0);
  const queue = useRef<Promise<unknown>>(Promise.resolve());
  const { refused, act } = useAct();

  const one = (line: string) => act(async () => {
    const now = await counting.scan(line);
    if (now) setSaid(text.scanned(now.title, number(now.found ?? 0)));
  });
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
          <TextInput ref={field} label={text.scan} autoComplete="off" spellCheck={false} value={words} onChange={(event) => setWords(event.currentTarget.value)} />
          <Button type="submit" loading={waiting > 0}>{text.add}</Button>
        </div>
        <p className={classes.said}><span className="faint small">{text.scanHelp}</span> <b role="status">{said}</b></p>
        <Refused refused={refused} />
      </div>
    </form>
  );
}

const NUMBER = /^\d{1,10}$/;

/** What was found of one line, typed; kept when one leaves the field or presses Enter. */
export function FoundField({ counting, line }: { counting: Counting; line: CountLine }) {
  const kept = line.found === null ? '' : String(line.found);
  const [typed, setTyped] = useState<string | null>(null);
  const { refused, act } = useAct();
  const value = typed ?? kept;
  const wrong = typed !== null && !NUMBER.test(typed.trim());
  const keep = () => {
    if (typed === null || typed === kept) return setTyped(null);
    if (!wrong) void act(() => counting.type(line, Number(typed))).then((done) => done && setTyped(null));
  };
  return (
    <TextInput
      size="xs"
      className={classes.found}
      inputMode="numeric"
      autoComplete="off"
      aria-label={text.foundOf(line.title)}
      value={value}
      error={refused?.message ?? wrong}
      title={refused ? `${refused.message} ${refused.nextStep}` : undefined}
      onChange={(event) => setTyped(event.currentTarget.value)}
      onBlur={keep}
      onKeyDown={(event) => event.key === 'Enter' && keep()}
    />
  );
}
