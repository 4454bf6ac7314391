import { attempt } from '../../../lib/useAct.ts';

const READ_MS = 60_000;

/** A paper, read as the person who asks, is laid among the downloads. */
export function take(read: () => Promise<Blob>, name: string): void {
  attempt(async () => {
    const url = URL.createObjectURL(await read());
    const link = document.createElement('a');
    link.href = url;
    link.download = name;
    link.click();
    // Some browsers begin to read the file only after the click is over.
    setTimeout(() => URL.revokeObjectURL(url), READ_MS);
  });
}
