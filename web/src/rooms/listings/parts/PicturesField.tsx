import { Button } from '@mantine/core';
import { Icon } from '../../../ui/Icon.tsx';
import { IconButton } from '../../../ui/IconButton.tsx';
import { Picture } from '../../../ui/Picture.tsx';
import { Thumbnail } from '../../../ui/Thumbnail.tsx';
import type { Whole } from '../api.ts';
import { text } from '../editText.ts';
import { digestOf, fieldOf, ownOf, picturesOf, shifted, type Shot } from '../model.ts';
import { text as common } from '../text.ts';
import { AtShops } from './AtShops.tsx';
import classes from './FieldEditor.module.css';
import own from './PicturesField.module.css';

type Props = {
  edited: readonly Whole[];
  all: readonly Whole[];
  typed: readonly string[] | null | undefined;
  onType: (names: readonly string[] | null) => void;
  disabled: boolean;
};

/** The pictures that are inherited, beside an own choice and order of them. */
export function PicturesField({ edited, all, typed, onType, disabled }: Props) {
  const field = fieldOf(edited[0] as Whole, 'images');
  const inherited = picturesOf(field?.inherited);
  const kept = [...new Set(edited.map((whole) => JSON.stringify(ownOf(whole, 'images'))))];
  const varied = typed === undefined && kept.length > 1;
  const said = kept.length === 1 ? (ownOf(edited[0] as Whole, 'images') as readonly string[] | null) : null;
  const names = typed === undefined ? said : typed;
  const known = new Map([...picturesOf(field?.value), ...inherited].map((each) => [each.name, each]));
  const label = common.fields['images'] ?? 'images';
  const left = inherited.filter((each) => !names?.includes(each.name));
  return (
    <section className={classes.field} aria-label={label}>
      <h3>{label}</h3>
      <div className={classes.sides}>
        <div className={classes.inherited}>
          <small>{text.inherited} {text.from['product']}</small>
          {inherited.length === 0 && <p className="faint">{text.nothing}</p>}
          <ol className={own.row}>{inherited.map((each, place) => <li key={each.name}><Shown shot={each} place={place} /><small>{each.alt || text.noAlt}</small></li>)}</ol>
        </div>
        <div className={classes.own}>
          <small className="faint">{names === null ? text.asInherited : text.ownPictures}</small>
          {names !== null && (
            <ol className={own.row}>
              {names.map((name, place) => (
                <li key={name}>
                  <Shown shot={known.get(name) ?? { name, alt: '', address: '' }} place={place} />
                  <span className={own.tools}>
                    <IconButton icon="up" size={28} label={text.sooner(place + 1)} disabled={disabled || place === 0} onClick={() => onType(shifted(names, place, -1))} />
                    <IconButton icon="down" size={28} label={text.later(place + 1)} disabled={disabled || place === names.length - 1} onClick={() => onType(shifted(names, place, 1))} />
                    <IconButton icon="x" size={28} label={text.without(place + 1)} disabled={disabled} onClick={() => onType(names.filter((_, at) => at !== place))} />
                  </span>
                </li>
              ))}
            </ol>
          )}
          {names !== null && left.length > 0 && (
            <>
              <small className="faint">{text.addPicture}</small>
              <ul className={own.row}>
                {left.map((each, place) => (
                  <li key={each.name}>
                    <button type="button" className={own.add} disabled={disabled} onClick={() => onType([...names, each.name])}>
                      <Shown shot={each} place={place} />
                      <small><Icon name="plus" size={12} /> {text.add}</small>
                    </button>
                  </li>
                ))}
              </ul>
            </>
          )}
          <div className={classes.under}>
            {varied && <small className="warn">{text.varied}</small>}
            {names === null && inherited.length > 0 && <Button size="xs" disabled={disabled} onClick={() => onType(inherited.map((each) => each.name))}>{text.choosePictures}</Button>}
            {(names !== null || varied) && !disabled && <button type="button" className="link small" onClick={() => onType(null)}>{text.inheritAgain}</button>}
          </div>
        </div>
      </div>
      <AtShops name="images" all={all} theirs={({ theirs }) => <small>{text.pictures(picturesOf(theirs).length)}</small>} />
    </section>
  );
}

function Shown({ shot, place }: { shot: Shot; place: number }) {
  const digest = digestOf(shot.name);
  const alt = shot.alt || text.picture(place + 1);
  return digest ? <Thumbnail digest={digest} alt={alt} /> : <Picture url={shot.address} alt={alt} large />;
}
