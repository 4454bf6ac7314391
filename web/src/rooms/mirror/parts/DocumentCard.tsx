import { useMemo, useState } from 'react';
import { readDocument } from '../../../lib/document.ts';
import { toast } from '../../../lib/toasts.ts';
import { Card } from '../../../ui/Card.tsx';
import { Icon } from '../../../ui/Icon.tsx';
import { IconButton } from '../../../ui/IconButton.tsx';
import { JsonTree } from '../../../ui/JsonTree.tsx';
import { Segments } from '../../../ui/Segments.tsx';
import { text } from '../wholeText.ts';
import classes from './DocumentCard.module.css';

type Props = { document: string; name: string; personal?: boolean };

/** What the shop itself sent, to be folded, read and copied. */
export function DocumentCard({ document, name, personal = false }: Props) {
  const value = useMemo(() => readDocument(document), [document]);
  const [wished, setView] = useState<'tree' | 'text'>('tree');
  const view = value === undefined ? 'text' : wished;

  async function copy(): Promise<void> {
    try {
      await navigator.clipboard.writeText(document);
      toast(text.copied);
    } catch {
      toast(text.noCopy, { tone: 'warn' });
    }
  }
  return (
    <Card
      title={text.document}
      end={
        <>
          <Segments label={text.view} value={view} choices={[{ value: 'tree', label: text.asTree }, { value: 'text', label: text.asText }]} onChange={setView} />
          <IconButton icon="copy" label={text.copy} onClick={() => void copy()} />
        </>
      }
    >
      {personal && <p className={classes.logged}><Icon name="lock" size={14} />{text.logged}</p>}
      {/* Longer than its box, it is moved by keys too. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <div className={classes.scroll} tabIndex={0} role="group" aria-label={text.documentSub}>
        {view === 'tree' ? <JsonTree value={value} label={text.documentOf(name)} /> : <pre>{document}</pre>}
      </div>
    </Card>
  );
}
