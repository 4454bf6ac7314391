import { type KeyboardEvent, useRef, useState } from 'react';
import { useGo } from '../../lib/address.ts';
import { shownKeys } from '../../lib/keys.ts';
import { useMay } from '../../lib/me.ts';
import { useSignal } from '../../lib/signal.ts';
import { Dialog } from '../../ui/Dialog.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { Keys } from '../../ui/Keys.tsx';
import { actions, entries, screens } from '../rooms.ts';
import { type Hit, hits } from './hits.ts';
import { paletteOpen } from './open.ts';
import classes from './Palette.module.css';
import { text } from './text.ts';

/** Every screen and every act, by their names. It proposes, it never sends. */
export function Palette() {
  const open = useSignal(paletteOpen);
  return (
    <Dialog open={open} onClose={() => paletteOpen.set(false)} kind="top" label={text.search}>
      <Finder />
    </Dialog>
  );
}

function Finder() {
  const [typed, setTyped] = useState('');
  const [chosen, setChosen] = useState(0);
  const list = useRef<HTMLDivElement>(null);
  const go = useGo();
  const may = useMay();
  const { go: places, doing } = hits(typed, { screens, entries, actions, may });
  const all = [...places, ...doing];
  const at = Math.min(chosen, all.length - 1);

  function choose(hit: Hit | undefined): void {
    if (!hit) return;
    paletteOpen.set(false);
    if (hit.kind === 'go') go(hit.to);
    else hit.action.run({ go });
  }

  function press(event: KeyboardEvent): void {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined) {
      const next = (at + step + all.length) % Math.max(1, all.length);
      setChosen(next);
      list.current?.querySelectorAll('[role=option]')[next]?.scrollIntoView({ block: 'nearest' });
    } else if (event.key === 'Enter') {
      choose(all[at]);
    } else {
      return;
    }
    event.preventDefault();
  }

  const option = (hit: Hit, index: number) => (
    <Option key={hit.id} hit={hit} index={index} chosen={index === at} onChoose={() => choose(hit)} onPoint={() => setChosen(index)} />
  );
  return (
    <>
      <div className={classes.head}>
        <Icon name="search" className="faint" />
        <input
          data-autofocus
          role="combobox"
          aria-expanded="true"
          aria-controls="palette-list"
          aria-activedescendant={all[at] ? `palette-${at}` : undefined}
          aria-label={text.search}
          placeholder={text.paletteHint}
          autoComplete="off"
          spellCheck="false"
          value={typed}
          onKeyDown={press}
          onChange={(event) => {
            setTyped(event.currentTarget.value);
            setChosen(0);
          }}
        />
        <button type="button" onClick={() => paletteOpen.set(false)}><Keys keys={['Esc']} /><span className="sr">{text.close}</span></button>
      </div>
      <div className={classes.list} role="listbox" id="palette-list" aria-label={text.search} ref={list}>
        {places.length > 0 && <Part title={text.goTo}>{places.map(option)}</Part>}
        {doing.length > 0 && <Part title={text.do}>{doing.map((hit, index) => option(hit, places.length + index))}</Part>}
      </div>
      {all.length === 0 && <p className={classes.none} role="status">{text.noHit(typed)}</p>}
    </>
  );
}

function Part({ title, children }: { title: string; children: React.ReactNode }) {
  return (
    <div role="group" aria-label={title}>
      <h3 aria-hidden="true">{title}</h3>
      {children}
    </div>
  );
}

type OptionProps = { hit: Hit; index: number; chosen: boolean; onChoose: () => void; onPoint: () => void };

function Option({ hit, index, chosen, onChoose, onPoint }: OptionProps) {
  return (
    // The keys are heard at the field, which names the chosen option as its own.
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events
    <div
      id={`palette-${index}`}
      role="option"
      tabIndex={-1}
      aria-selected={chosen}
      className={`${classes.option} ${chosen ? classes.chosen : ''}`}
      onClick={onChoose}
      onMouseMove={onPoint}
    >
      <Icon name={hit.icon} className="faint" />
      <span className={classes.label}>{hit.label}</span>
      {hit.more && <span className="faint small">{hit.more}</span>}
      {hit.keys && <Keys keys={shownKeys(hit.keys)} />}
    </div>
  );
}
