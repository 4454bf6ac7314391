import { Button } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useMay } from '../../../lib/me.ts';
import { toast } from '../../../lib/toasts.ts';
import { useAct } from '../../../lib/useAct.ts';
import { Card } from '../../../ui/Card.tsx';
import { FindingsList } from '../../../ui/change/FindingsList.tsx';
import { FileDrop } from '../../../ui/FileDrop.tsx';
import { Icon } from '../../../ui/Icon.tsx';
import { Loading } from '../../../ui/Loading.tsx';
import { Note } from '../../../ui/Note.tsx';
import { bring, look, type Preview } from '../api.ts';
import { FILE_BYTES_MAX, partName, secretsComeNew } from '../model.ts';
import { text } from '../text.ts';
import { Difference } from './Difference.tsx';
import classes from './Difference.module.css';

type Seen = { json: string; preview: Preview };

/** Drop a file, look at the difference, import all of it. */
export function ImportCard() {
  const client = useQueryClient();
  const may = useMay();
  const { busy, refused, act, clear } = useAct();
  const [file, setFile] = useState<File | null>(null);
  const [seen, setSeen] = useState<Seen | null>(null);

  async function take(given: File | null): Promise<void> {
    setFile(given);
    setSeen(null);
    clear();
    if (!given) return;
    await act(async () => {
      const json = await given.text();
      setSeen({ json, preview: await look(json) });
    });
  }

  const carry = ({ json, preview }: Seen) => act(async () => {
    await bring(json, preview.preview);
    toast(text.imported);
    setFile(null);
    setSeen(null);
    // What was set stands on screens of other rooms too.
    await client.invalidateQueries();
  });

  return (
    <Card title={text.import} padded>
      <div className={classes.file}>
        <FileDrop label={text.file} kinds={['.json']} bytes_max={FILE_BYTES_MAX} file={file} onFile={(given) => void take(given)} disabled={busy} />
        {busy && !seen && <Loading label={text.looking} />}
        {refused && <Note tone="bad" role="alert">{refused.message} {refused.nextStep}</Note>}
        {seen && <Found seen={seen} busy={busy} carry={may('config.import.write') ? () => void carry(seen) : null} />}
      </div>
    </Card>
  );
}

function Found({ seen: { preview }, busy, carry }: { seen: Seen; busy: boolean; carry: (() => void) | null }) {
  if (preview.findings.length > 0) {
    return (
      <>
        <Note tone="bad" role="alert">{text.wrong(preview.findings.length)}</Note>
        <FindingsList findings={preview.findings} />
      </>
    );
  }
  if (preview.parts.length === 0) return <Note tone="ok" icon="check" role="status">{text.nothing}</Note>;
  return (
    <>
      <Difference parts={preview.parts} />
      {preview.absent.length > 0 && <p className="muted">{text.absent(preview.absent.map(partName).join(', '))}</p>}
      {secretsComeNew(preview.parts) && <p className="muted">{text.secret}</p>}
      {carry && <Button variant="filled" leftSection={<Icon name="upload" />} loading={busy} onClick={carry}>{text.do}</Button>}
    </>
  );
}

