import { Button, Checkbox } from '@mantine/core';
import { useId } from 'react';
import { FieldError } from '../../../../ui/form/fields.tsx';
import { chosenBy, inForce, type Scope, type ScopeGroup, type Shortcut } from '../model.ts';
import { text } from '../text.ts';
import { roomName } from '../words.ts';
import classes from './ScopeField.module.css';

type Props = {
  groups: readonly ScopeGroup[];
  chosen: readonly string[];
  error: string | undefined;
  onChange: (chosen: readonly string[]) => void;
};

/** What a key may do: a list to tick, by room, with shortcuts for each room and for all. */
export function ScopeField({ groups, chosen, error, onChange }: Props) {
  const id = useId();
  const all = groups.flatMap((group) => group.scopes);
  const held = new Set(chosen);
  const toggle = (name: string) => onChange(held.has(name) ? chosen.filter((one) => one !== name) : [...chosen, name].toSorted());
  return (
    <fieldset className={classes.field} aria-describedby={`${id}-below`} data-invalid={error !== undefined || undefined}>
      <legend>{text.scopes}</legend>
      <div className={classes.head}>
        <span className="faint small">{text.chosen(chosen.length, all.length)}</span>
        <Shortcuts room={text.allRooms} over={all} held={held} onChoose={(shortcut) => onChange(chosenBy(shortcut, all, chosen))} />
      </div>
      {groups.map(({ room, scopes }) => (
        <fieldset key={room} className={classes.group}>
          <legend className="sr">{roomName(room)}</legend>
          <div className={classes.head}>
            <b aria-hidden="true">{roomName(room)}</b>
            <Shortcuts room={roomName(room)} over={scopes} held={held} onChoose={(shortcut) => onChange(chosenBy(shortcut, scopes, chosen))} />
          </div>
          {scopes.map((scope, place) => (
            <Checkbox
              key={scope.name}
              size="xs"
              label={<>{scope.sentence && <span lang="en">{scope.sentence} </span>}<code>{scope.name}</code></>}
              checked={held.has(scope.name)}
              aria-invalid={(error !== undefined && place === 0 && scope === all[0]) || undefined}
              onChange={() => toggle(scope.name)}
            />
          ))}
        </fieldset>
      ))}
      <div id={`${id}-below`} className={classes.below}>
        {error !== undefined && <div className="bad" role="alert"><FieldError>{error}</FieldError></div>}
        <span className="faint">{text.scopesHelp}</span>
      </div>
    </fieldset>
  );
}

type ShortcutProps = { room: string; over: readonly Scope[]; held: ReadonlySet<string>; onChoose: (shortcut: Shortcut) => void };

function Shortcuts({ room, over, held, onChoose }: ShortcutProps) {
  const now = inForce(over, held);
  const words: Record<Shortcut, string> = { all: text.everything, read: text.readOnly, none: text.nothing };
  return (
    <span className={classes.shortcuts} role="group" aria-label={text.shortcutsOf(room)}>
      {(Object.keys(words) as Shortcut[]).map((shortcut) => (
        <Button key={shortcut} size="xs" variant="subtle" color="gray" aria-pressed={now === shortcut} onClick={() => onChoose(shortcut)}>
          {words[shortcut]}
        </Button>
      ))}
    </span>
  );
}
