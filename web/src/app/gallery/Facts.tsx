import { Button } from '@mantine/core';
import { useState } from 'react';
import { percent, step } from '../../lib/number.ts';
import { Avatar } from '../../ui/Avatar.tsx';
import { Figures } from '../../ui/Figures.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { IconButton } from '../../ui/IconButton.tsx';
import { Keys } from '../../ui/Keys.tsx';
import { Meter } from '../../ui/Meter.tsx';
import { Money } from '../../ui/Money.tsx';
import { Segments } from '../../ui/Segments.tsx';
import { Seal, State } from '../../ui/State.tsx';
import { type StateName, STATES } from '../../ui/states.ts';
import { Time } from '../../ui/Time.tsx';
import classes from './Gallery.module.css';

export function Strip() {
  return (
    <Figures
      label="Figures"
      figures={[
        { name: 'Listings proven right', value: percent(0.99), more: '1,131 of 1,142', to: '/jobs', why: 'Show the rows' },
        { name: 'Orders today', value: '63', more: '56 by now last Tuesday', to: '/jobs', why: 'Show the rows' },
        { name: 'Sales today', value: <Money minor={1_930_000_000} currency="IDR" short />, more: '3 currencies' },
        { name: 'Not read yet', value: undefined },
      ]}
    />
  );
}

export function States() {
  return (
    <ul className={`${classes.list} ${classes.two}`}>
      {(Object.keys(STATES) as StateName[]).map((name) => <li key={name}><State name={name} /></li>)}
      <li><Seal /></li>
      <li><State name="held" pill /></li>
      <li><State name="proven" pill /></li>
      <li><State name="unknown" pill /></li>
    </ul>
  );
}

export function Buttons() {
  const [chosen, setChosen] = useState<'price' | 'stock' | 'title'>('price');
  return (
    <div className={classes.wrap}>
      <Button variant="filled">Approve and send 16</Button>
      <Button leftSection={<Icon name="calendar" />}>Schedule</Button>
      <Button variant="subtle" color="gray" leftSection={<Icon name="download" />}>CSV</Button>
      <Button variant="filled" className="danger">Disconnect</Button>
      <Button disabled>Next</Button>
      <Button loading>Saving</Button>
      <Button size="xs">Preview</Button>
      <IconButton icon="x" label="Close" />
      <Keys keys={['Ctrl', 'K']} />
      <Avatar name="Rani Prasetyo" />
      <Avatar name="مريم الكعبي" small />
      <Segments label="Shown" value={chosen} onChange={setChosen} choices={[{ value: 'price', label: 'Price' }, { value: 'stock', label: 'Stock' }, { value: 'title', label: 'Title' }]} />
    </div>
  );
}

export function MoneyAndTime() {
  const [now] = useState(() => Date.now());
  const before = (seconds: number) => new Date(now - seconds * 1000);
  return (
    <ul className={classes.list}>
      <li><span className="muted">Several</span><Money minor={1390} currency="SGD" /></li>
      <li><span className="muted">Rupiah</span><Money minor={9_790_000} currency="IDR" /></li>
      <li><span className="muted">Less</span><Money minor={-1205} currency="USD" bare /></li>
      <li><span className="muted">Step</span><span>{percent(0.078, { signed: true })} {step(-3)}</span></li>
      <li><span className="muted">Just now</span><Time at={before(9)} /></li>
      <li><span className="muted">Exact</span><Time at={before(40)} as="exact" /></li>
      <li><span className="muted">This year</span><Time at={before(86_400 * 20)} /></li>
      <li><span className="muted">Meter</span><span className={classes.pad}><Meter value={0.64} label="64 of 100" /></span></li>
    </ul>
  );
}

const TINTS = ['canvas', 'surface', 'sunken', 'ink', 'accent', 'accentSoft', 'ok', 'warn', 'bad', 'unknown', 'c1', 'c2', 'c3', 'c4', 'c5', 'c6'] as const;

export function Colours() {
  return (
    <ul className={`${classes.list} ${classes.two}`}>
      {TINTS.map((name) => (
        <li key={name}><code>{name}</code><span className={`${classes.tint} ${classes[name]}`} /></li>
      ))}
    </ul>
  );
}
