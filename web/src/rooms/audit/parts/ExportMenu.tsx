import { Button } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useAddress } from '../../../lib/address.ts';
import { dayOf } from '../../../lib/day.ts';
import { toast } from '../../../lib/toasts.ts';
import { useAct } from '../../../lib/useAct.ts';
import { Icon } from '../../../ui/Icon.tsx';
import { Menu } from '../../../ui/Menu.tsx';
import { filtersOf } from '../../../ui/table/filters.ts';
import { EVENTS, exportLog, type FileKind } from '../api.ts';
import { queryOf } from '../model.ts';
import { text } from '../text.ts';
import classes from './ExportMenu.module.css';

/** What the filters show, as a file; asked for a proof of who is there, and noted in the log. */
export function ExportMenu() {
  const { search } = useAddress();
  const client = useQueryClient();
  const { busy, refused, act } = useAct();

  const save = (kind: FileKind) => () => act(async () => {
    const file = await exportLog(queryOf(filtersOf(search)), kind);
    const name = `hanse-log-${dayOf(new Date())}.${kind}`;
    keep(file, name);
    toast(text.exported(name));
    void client.invalidateQueries({ queryKey: EVENTS });
  });

  return (
    <div className={classes.menu}>
      <Menu position="bottom-end" width={260}>
        <Menu.Target>
          <Button leftSection={<Icon name="download" />} loading={busy} aria-label={busy ? text.exporting : text.export}>{text.export}</Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Label>{text.exportMore}</Menu.Label>
          <Menu.Item leftSection={<Icon name="table" />} onClick={() => void save('csv')()}>{text.csv}</Menu.Item>
          <Menu.Item leftSection={<Icon name="download" />} onClick={() => void save('jsonl')()}>{text.jsonl}</Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {refused && <p className="bad small" role="alert">{refused.message} {refused.nextStep}</p>}
    </div>
  );
}

function keep(file: Blob, name: string): void {
  const url = URL.createObjectURL(file);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // Some browsers begin to read the file only after the click is over.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
