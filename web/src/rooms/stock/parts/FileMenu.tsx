import { Button } from '@mantine/core';
import { useState } from 'react';
import { useAddress, wordOf } from '../../../lib/address.ts';
import { dayOf } from '../../../lib/day.ts';
import { toast } from '../../../lib/toasts.ts';
import { attempt } from '../../../lib/useAct.ts';
import { Icon } from '../../../ui/Icon.tsx';
import { Menu } from '../../../ui/Menu.tsx';
import { exportLevels } from '../api.ts';
import { text } from '../text.ts';
import { FileDialog } from './FileDialog.tsx';

const READ_MS = 60_000;

/** Levels as a file, out and in. */
export function FileMenu({ may }: { may: boolean }) {
  const { search } = useAddress();
  const [taking, setTaking] = useState(false);
  const out = () => attempt(async () => {
    const name = text.fileName(dayOf(new Date()));
    keep(await exportLevels(wordOf(search, 'place')), name);
    toast(text.fileSaved(name));
  });
  return (
    <>
      <Menu position="bottom-end" width={260}>
        <Menu.Target>
          <Button leftSection={<Icon name="table" />} rightSection={<Icon name="down" size={12} />}>{text.file}</Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item leftSection={<Icon name="download" />} onClick={out}>{text.fileOut}</Menu.Item>
          {may && <Menu.Item leftSection={<Icon name="upload" />} onClick={() => setTaking(true)}>{text.fileIn}</Menu.Item>}
        </Menu.Dropdown>
      </Menu>
      <FileDialog open={taking} onClose={() => setTaking(false)} />
    </>
  );
}

function keep(file: Blob, name: string): void {
  const url = URL.createObjectURL(file);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // Some browsers begin to read the file only after the click is over.
  setTimeout(() => URL.revokeObjectURL(url), READ_MS);
}
