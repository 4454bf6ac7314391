import { Button } from '@mantine/core';
import { useKeys } from '../../lib/keys.ts';
import { number } from '../../lib/number.ts';
import { Icon, type IconName } from '../Icon.tsx';
import { IconButton } from '../IconButton.tsx';
import classes from './DataTable.module.css';
import { isEmpty, type Selection } from './selection.ts';
import { text } from './text.ts';
import { useSelecting } from './useSelecting.ts';

export type BulkAct = { id: string; label: string; icon: IconName; run: (selection: Selection) => void };

/** Floats at the foot while something is selected. */
export function Bulk({ acts, selection }: { acts: readonly BulkAct[]; selection: Selection }) {
  const select = useSelecting([]);
  const none = isEmpty(selection);
  useKeys(none ? [] : [{ keys: 'Escape', label: text.clear, run: select.clear }]);
  if (none) return null;
  const words = selection.kind === 'all' ? text.allSelected(selection.but.length) : text.selected(number(selection.ids.length));
  return (
    <div className={classes.bulk} role="toolbar" aria-label={words}>
      <b role="status">{words}</b>
      {selection.kind === 'some' && (
        <Button size="xs" variant="subtle" color="gray" onClick={select.all}>{text.selectAll}</Button>
      )}
      {acts.map((act) => (
        <Button key={act.id} size="xs" variant="subtle" color="gray" leftSection={<Icon name={act.icon} />} onClick={() => act.run(selection)}>
          {act.label}
        </Button>
      ))}
      <IconButton icon="x" label={text.clear} onClick={select.clear} />
    </div>
  );
}
