import { Button } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { useAddress } from '../../lib/address.ts';
import { useKeys } from '../../lib/keys.ts';
import { Icon } from '../Icon.tsx';
import { Menu, Popover } from '../Menu.tsx';
import { FilterEditor } from './FilterEditor.tsx';
import { type Chip, type Filter, without } from './filters.ts';
import classes from './FilterBar.module.css';
import { text } from './text.ts';

/** Chips of what is filtered, and what else can be. */
export function FilterBar({ filters, chips, end }: { filters: readonly Filter[]; chips: readonly Chip[]; end?: ReactNode }) {
  const { change } = useAddress();
  const [editing, setEditing] = useState<string | null>(null);
  const [menu, setMenu] = useState(false);
  const unused = filters.filter((filter) => chips.every((chip) => chip.filter.name !== filter.name));
  const added = unused.find((filter) => filter.name === editing);
  useKeys(filters.length > 0 ? [{ keys: '/', label: text.keyFilter, run: () => setMenu(true) }] : []);

  function apply(filter: Filter, values: readonly string[]): void {
    change({ [filter.name]: values, sel: null, not: null }, { replace: false });
    setEditing(null);
  }
  const toggle = (filter: Filter) => () => setEditing((now) => (now === filter.name ? null : filter.name));

  return (
    <div className={classes.bar}>
      {chips.map(({ filter, values, words }) => (
        <span key={filter.name} className={classes.chip}>
          <Edited filter={filter} open={editing === filter.name} values={values} onApply={apply} onClose={() => setEditing(null)}>
            <button type="button" onClick={toggle(filter)}>
              <span>{filter.label}</span>
              <span className={classes.value}><bdi>{words}</bdi></span>
              <span className="sr">, {text.edit}</span>
            </button>
          </Edited>
          <button type="button" className={classes.drop} aria-label={text.without(filter.label, words)} onClick={() => change(without([filter]), { replace: false })}>
            <Icon name="x" size={12} />
          </button>
        </span>
      ))}
      {added && (
        <Edited filter={added} open values={[]} onApply={apply} onClose={() => setEditing(null)}>
          <span className={classes.chip}><span className={classes.adding}>{added.label}</span></span>
        </Edited>
      )}
      {unused.length > 0 && !added && (
        <Menu opened={menu} onChange={setMenu} position="bottom-start">
          <Menu.Target>
            <Button size="xs" variant="subtle" color="gray" leftSection={<Icon name="filter" />}>{text.filter}</Button>
          </Menu.Target>
          <Menu.Dropdown>
            {unused.map((filter) => <Menu.Item key={filter.name} onClick={() => setEditing(filter.name)}>{filter.label}</Menu.Item>)}
          </Menu.Dropdown>
        </Menu>
      )}
      {end && <span className={classes.end}>{end}</span>}
    </div>
  );
}

type EditedProps = {
  filter: Filter;
  open: boolean;
  values: readonly string[];
  onApply: (filter: Filter, values: readonly string[]) => void;
  onClose: () => void;
  children: ReactNode;
};

function Edited({ filter, open, values, onApply, onClose, children }: EditedProps) {
  return (
    <Popover opened={open} onChange={(next) => !next && onClose()} position="bottom-start" width={240}>
      <Popover.Target>{children}</Popover.Target>
      <Popover.Dropdown>
        <FilterEditor filter={filter} values={values} onApply={(next) => onApply(filter, next)} />
      </Popover.Dropdown>
    </Popover>
  );
}
