import { catalogue } from '../lib/catalogue.ts';
import classes from './DialogHead.module.css';
import { IconButton } from './IconButton.tsx';

const text = catalogue({ en: { close: 'Close' }, id: { close: 'Tutup' } });

export function DialogHead({ id, title, onClose }: { id: string; title: string; onClose: () => void }) {
  return (
    <div className={classes.head}>
      <h2 id={id}>{title}</h2>
      <IconButton icon="x" label={text.close} onClick={onClose} />
    </div>
  );
}
