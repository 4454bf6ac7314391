import { useState } from 'react';
import { catalogue } from '../lib/catalogue.ts';
import { insideOf, plain, Written } from '../lib/document.ts';
import classes from './JsonTree.module.css';

const text = catalogue({
  en: { fields: (count: number) => (count === 1 ? '1 field' : `${count} fields`), rows: (count: number) => (count === 1 ? '1 entry' : `${count} entries`), more: (count: number) => `Show ${count} more` },
  id: { fields: (count) => `${count} isian`, rows: (count) => `${count} butir`, more: (count) => `Tampilkan ${count} lagi` },
});

const OPEN_DEPTH = 1;
const AT_ONCE = 100;

/** Any document, foldable; what is folded is not drawn. */
export function JsonTree({ value, label }: { value: unknown; label: string }) {
  return (
    <div className={classes.tree} role="group" aria-label={label}>
      <Inside value={value} depth={0} />
    </div>
  );
}

function Inside({ value, depth }: { value: unknown; depth: number }) {
  const [shown, setShown] = useState(AT_ONCE);
  const all = insideOf(value);
  if (all === null) return <Plain value={value} />;
  return (
    <ul>
      {all.slice(0, shown).map(([name, inner]) => <Node key={name} name={name} value={inner} depth={depth} />)}
      {all.length > shown && (
        <li><button type="button" className="link" onClick={() => setShown(shown + AT_ONCE)}>{text.more(all.length - shown)}</button></li>
      )}
    </ul>
  );
}

function Node({ name, value, depth }: { name: string; value: unknown; depth: number }) {
  const all = insideOf(value);
  const [open, setOpen] = useState(depth < OPEN_DEPTH && (all?.length ?? 0) <= 8);
  if (all === null || all.length === 0) {
    return (
      <li className={classes.leaf}>
        <span className={classes.name}>{name}</span>: {all === null ? <Plain value={value} /> : <span className={classes.count}>{Array.isArray(value) ? '[]' : '{}'}</span>}
      </li>
    );
  }
  return (
    <li>
      <details open={open} onToggle={(event) => setOpen(event.currentTarget.open)}>
        <summary>
          <span className={classes.name}>{name}</span>{' '}
          <span className={classes.count}>{Array.isArray(value) ? text.rows(all.length) : text.fields(all.length)}</span>
        </summary>
        {open && <Inside value={value} depth={depth + 1} />}
      </details>
    </li>
  );
}

function Plain({ value }: { value: unknown }) {
  const kind = typeof value === 'string' ? classes.text : typeof value === 'number' || value instanceof Written ? classes.number : classes.other;
  return <span className={kind}>{plain(value)}</span>;
}
