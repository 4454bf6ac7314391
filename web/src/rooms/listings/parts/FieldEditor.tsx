import { Textarea, TextInput } from '@mantine/core';
import type { Whole } from '../api.ts';
import { text } from '../editText.ts';
import { commonOwn, fieldOf, inText, LONG, type TextField } from '../model.ts';
import { text as common } from '../text.ts';
import { AtShops } from './AtShops.tsx';
import classes from './FieldEditor.module.css';

const WORDS_SHOWN = 160;

type Props = {
  name: TextField;
  /** The listings that are edited together, and all there are of the product. */
  edited: readonly Whole[];
  all: readonly Whole[];
  /** What was typed; undefined: nothing. */
  typed: string | null | undefined;
  onType: (value: string | null) => void;
  disabled: boolean;
  first: boolean;
};

/** One field: what it inherits beside what is said for these listings alone, and what shops show. */
export function FieldEditor({ name, edited, all, typed, onType, disabled, first }: Props) {
  const own = commonOwn(edited, name);
  const value = typed === undefined ? own : typed;
  const label = common.fields[name] ?? name;
  const inherited = fieldOf(edited[0] as Whole, name);
  const varied = typed === undefined && own === null && edited.some((whole) => fieldOf(whole, name)?.mode === 'overridden');
  const shared = {
    'aria-label': text.own(label),
    value: value ?? '',
    disabled,
    placeholder: inText(inherited?.inherited).slice(0, WORDS_SHOWN),
    onChange: (event: { currentTarget: { value: string } }) => onType(event.currentTarget.value),
  };
  return (
    <section className={classes.field} aria-label={label}>
      <h3>{label}</h3>
      <div className={classes.sides}>
        <div className={classes.inherited}>
          <small>{text.inherited} {inherited?.template ? text.template(inherited.template) : (text.from[inherited?.source === 'own' ? 'product' : (inherited?.source ?? '')] ?? '')}</small>
          <p><bdi>{inText(inherited?.inherited) || <span className="faint">{text.nothing}</span>}</bdi></p>
        </div>
        <div className={classes.own}>
          {LONG.has(name) ? <Textarea rows={4} {...shared} /> : <TextInput {...shared} {...(first && { 'data-first': '' })} />}
          <div className={classes.under}>
            {varied && <small className="warn">{text.varied}</small>}
            {name === 'tags' && <small className="faint">{text.tags}</small>}
            {(value !== null || varied) && !disabled && <button type="button" className="link small" onClick={() => onType(null)}>{text.inheritAgain}</button>}
          </div>
        </div>
      </div>
      <AtShops name={name} all={all} theirs={({ theirs }) => <q><bdi>{inText(theirs).slice(0, WORDS_SHOWN) || text.nothing}</bdi></q>} />
    </section>
  );
}
