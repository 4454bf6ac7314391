import { Button, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useAddress, useGo } from '../../lib/address.ts';
import { number } from '../../lib/number.ts';
import { Icon } from '../Icon.tsx';
import { IconButton } from '../IconButton.tsx';
import { Popover } from '../Menu.tsx';
import classes from './FilterBar.module.css';
import { type View, viewOf } from './filters.ts';
import { readViews, writeViews } from './keptViews.ts';
import { text } from './text.ts';

/** A saved view is a search string with a name; one's own are kept in this browser. */
export function Views({ name, views }: { name: string; views: readonly View[] }) {
  const { search } = useAddress();
  const go = useGo();
  const [own, setOwn] = useState(() => readViews(name));
  const now = viewOf(search);
  const all: readonly View[] = [{ id: '', label: text.everything, search: '' }, ...views];

  function keep(next: readonly View[]): void {
    writeViews(name, next);
    setOwn(next);
  }
  const open = (view: View) => () => go(window.location.pathname + view.search);
  const known = [...all, ...own].some((view) => view.search === now);

  return (
    <div className={classes.views} role="group" aria-label={text.views}>
      {all.map((view) => (
        <Tab key={view.id} view={view} current={view.search === now} onOpen={open(view)} />
      ))}
      {own.map((view) => (
        <span key={view.id} className="row">
          <Tab view={view} current={view.search === now} onOpen={open(view)} />
          {view.search === now && (
            <IconButton icon="x" size={24} className={classes.forget ?? ''} label={text.dropView(view.label)} onClick={() => keep(own.filter((one) => one.id !== view.id))} />
          )}
        </span>
      ))}
      {!known && <Save onSave={(label) => keep([...own.filter((one) => one.label !== label), { id: `own ${label}`, label, search: now }])} />}
    </div>
  );
}

function Tab({ view, current, onOpen }: { view: View; current: boolean; onOpen: () => void }) {
  return (
    <button type="button" className={classes.view} aria-current={current ? 'true' : undefined} onClick={onOpen}>
      <bdi>{view.label}</bdi>
      {view.count !== undefined && <span>{number(view.count)}</span>}
    </button>
  );
}

function Save({ onSave }: { onSave: (label: string) => void }) {
  const [label, setLabel] = useState('');
  const [open, setOpen] = useState(false);
  return (
    <Popover opened={open} onChange={setOpen} width={240} position="bottom-start">
      <Popover.Target>
        <button type="button" className={classes.view} onClick={() => setOpen(!open)}>
          <Icon name="plus" />
          {text.saveView}
        </button>
      </Popover.Target>
      <Popover.Dropdown>
        <form
          className={classes.save}
          onSubmit={(event) => {
            event.preventDefault();
            if (!label.trim()) return;
            onSave(label.trim());
            setOpen(false);
          }}
        >
          <TextInput data-autofocus w="100%" label={text.viewName} maxLength={40} value={label} onChange={(event) => setLabel(event.currentTarget.value)} />
          <Button type="submit" size="xs" variant="filled">{text.save}</Button>
        </form>
      </Popover.Dropdown>
    </Popover>
  );
}
