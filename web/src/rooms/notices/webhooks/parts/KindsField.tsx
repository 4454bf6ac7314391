import { Checkbox } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Loading } from '../../../../ui/Loading.tsx';
import { Segments } from '../../../../ui/Segments.tsx';
import { choicesQuery } from '../../api.ts';
import { text } from '../text.ts';
import classes from './dialogs.module.css';

type Props = {
  everything: boolean;
  kinds: readonly string[];
  error: string | undefined;
  onEverything: (everything: boolean) => void;
  onKinds: (kinds: readonly string[]) => void;
};

/** All kinds of notices, or some of them. */
export function KindsField({ everything, kinds, error, onEverything, onKinds }: Props) {
  const { data } = useQuery({ ...choicesQuery, enabled: !everything });
  const toggle = (kind: string) => onKinds(kinds.includes(kind) ? kinds.filter((one) => one !== kind) : [...kinds, kind]);
  return (
    <fieldset className={classes.kinds}>
      <legend>{text.tells}</legend>
      <Segments
        label={text.tells}
        value={everything ? 'all' : 'some'}
        choices={[{ value: 'all', label: text.all }, { value: 'some', label: text.some }]}
        onChange={(value) => onEverything(value === 'all')}
      />
      {everything && <p className={classes.help}>{text.allHelp}</p>}
      {!everything && (
        <div className={classes.list}>
          {data ? (
            data.kinds.map(({ kind, title }) => (
              <Checkbox key={kind} size="xs" label={title} checked={kinds.includes(kind)} aria-invalid={error !== undefined} onChange={() => toggle(kind)} />
            ))
          ) : (
            <Loading rows={3} />
          )}
        </div>
      )}
      {error !== undefined && <p className={classes.wrong} role="alert">{error}</p>}
    </fieldset>
  );
}
