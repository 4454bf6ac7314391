import { Button, TextInput } from '@mantine/core';
import { useState } from 'react';
import { decimalMark, figure, readAmount } from '../../../lib/money.ts';
import { number } from '../../../lib/number.ts';
import type { Book } from '../api.ts';
import { CURRENCIES } from '../currencies.ts';
import { text } from '../text.ts';
import classes from './rules.module.css';

type Band = Book['band'];
type Props = { band: Band; busy: boolean; onKeep: (band: Band) => void };

const PERCENT = /^\d{1,3}(?:\.\d{1,4})?$/;

/** How far a price has to be off before a rule moves it, unless the rule has a band of its own. */
export function BandForm({ band, busy, onKeep }: Props) {
  const [share, setShare] = useState(Number(band.percent) ? number(Number(band.percent), (band.percent ?? '').split('.')[1]?.replace(/0+$/, '').length ?? 0) : '');
  const [currency, setCurrency] = useState(band.money?.currency ?? '');
  const [sum, setSum] = useState(band.money ? figure(band.money) : '');
  const [wrong, setWrong] = useState<'share' | 'sum' | null>(null);

  function keep(): void {
    const percent = share.trim().replace('%', '').trim().replace(',', '.');
    const minor = sum.trim() === '' ? null : readAmount(sum, currency.toUpperCase(), decimalMark());
    const badShare = percent !== '' && (!PERCENT.test(percent) || Number(percent) > 100);
    const badSum = sum.trim() !== '' && (minor === null || !/^[A-Za-z]{3}$/.test(currency));
    setWrong(badShare ? 'share' : badSum ? 'sum' : null);
    if (!badShare && !badSum) onKeep({ percent: percent || '0', money: minor === null ? null : { currency: currency.toUpperCase(), minor } });
  }

  return (
    <form className={classes.band} aria-label={text.band} onSubmit={(event) => { event.preventDefault(); keep(); }}>
      <TextInput label={text.bandPercent} value={share} error={wrong === 'share' && text.shareWrong} inputMode="decimal" rightSection="%" autoComplete="off" onChange={(event) => setShare(event.currentTarget.value)} />
      <TextInput label={text.currency} value={currency} maxLength={3} autoComplete="off" placeholder={CURRENCIES[0]} onChange={(event) => setCurrency(event.currentTarget.value)} />
      <TextInput label={text.bandSum} value={sum} error={wrong === 'sum' && text.amountWrong} inputMode="decimal" autoComplete="off" onChange={(event) => setSum(event.currentTarget.value)} />
      <Button type="submit" loading={busy}>{text.bandKeep}</Button>
      <p className="faint small">{text.bandHelp}</p>
    </form>
  );
}
