import { Button } from '@mantine/core';
import { dayOf } from '../../../../lib/day.ts';
import { number } from '../../../../lib/number.ts';
import { toast } from '../../../../lib/toasts.ts';
import { useAct } from '../../../../lib/useAct.ts';
import { Icon } from '../../../../ui/Icon.tsx';
import { Menu } from '../../../../ui/Menu.tsx';
import { type Chosen, EXPORT_IDS_MAX, type ExportKind, exportProducts, keep } from '../api.ts';
import classes from '../files.module.css';
import { text } from '../text.ts';

const KINDS: readonly ExportKind[] = ['xlsx', 'csv', 'csv_plain'];

/** What is chosen, or all that the filters let through, as a file. */
export function ExportMenu({ chosen }: { chosen: Chosen }) {
  const { busy, refused, act } = useAct();
  const tooMany = chosen.ids.length > EXPORT_IDS_MAX;

  const save = (kind: ExportKind) => act(async () => {
    const name = `hanse-products-${dayOf(new Date())}.${kind === 'xlsx' ? kind : 'csv'}`;
    keep(await exportProducts(chosen, kind), name);
    toast(text.exported(name));
  });

  return (
    <div className={classes.menu}>
      <Menu position="bottom-end" width={240}>
        <Menu.Target>
          <Button leftSection={<Icon name="download" />} loading={busy} aria-label={busy ? text.exporting : text.export}>{text.export}</Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Label>{tooMany ? text.tooMany(number(EXPORT_IDS_MAX)) : text.exportMore}</Menu.Label>
          {KINDS.map((kind) => (
            <Menu.Item key={kind} disabled={tooMany} leftSection={<Icon name="table" />} onClick={() => void save(kind)}>{text.kinds[kind]}</Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
      {refused && <p className="bad small" role="alert" lang="en">{refused.message} {refused.nextStep}</p>}
    </div>
  );
}
