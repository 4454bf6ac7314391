import { useId, useRef, useState } from 'react';
import { bytes } from '../lib/amount.ts';
import { catalogue } from '../lib/catalogue.ts';
import classes from './FileDrop.module.css';
import { FieldError } from './form/fields.tsx';
import { Icon } from './Icon.tsx';
import { IconButton } from './IconButton.tsx';

const text = catalogue({
  en: {
    drop: 'Drop a file here, or',
    choose: 'choose one',
    upTo: (size: string, kinds: string) => `${kinds}, up to ${size}`,
    tooLarge: (name: string, size: string, most: string) => `${name} has ${size}, and ${most} is the most. Split it, or make it smaller.`,
    wrongKind: (name: string, kinds: string) => `${name} is not of a kind that is read here: ${kinds}.`,
    remove: (name: string) => `Take ${name} away`,
  },
  id: {
    drop: 'Letakkan berkas di sini, atau',
    choose: 'pilih satu',
    upTo: (size, kinds) => `${kinds}, paling besar ${size}`,
    tooLarge: (name, size, most) => `${name} berukuran ${size}, paling besar ${most}. Bagi atau perkecil berkasnya.`,
    wrongKind: (name, kinds) => `${name} bukan jenis yang dibaca di sini: ${kinds}.`,
    remove: (name) => `Singkirkan ${name}`,
  },
});

type Props = {
  label: string;
  /** Endings with the dot: `.csv`. */
  kinds: readonly string[];
  bytes_max: number;
  file: File | null;
  onFile: (file: File | null) => void;
  disabled?: boolean;
};

/** Drag, paste the path, or choose: all end in the same file. */
export function FileDrop({ label, kinds, bytes_max, file, onFile, disabled = false }: Props) {
  const [over, setOver] = useState(false);
  const [wrong, setWrong] = useState('');
  const input = useRef<HTMLInputElement>(null);
  const id = useId();

  function take(given: File | undefined): void {
    setOver(false);
    if (!given || disabled) return;
    const words = whyNot(given, kinds, bytes_max);
    setWrong(words);
    onFile(words === '' ? given : null);
  }

  return (
    <div className={classes.field}>
      <span className={classes.label} id={id}>{label}</span>
      {/* Dropping is one way more; the button does the same by keys. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions */}
      <div
        role="group"
        aria-labelledby={id}
        className={`${classes.drop} ${over ? classes.over : ''} ${wrong ? classes.wrong : ''}`}
        onDragOver={(event) => { event.preventDefault(); setOver(true); }}
        onDragLeave={() => setOver(false)}
        onDrop={(event) => { event.preventDefault(); take(event.dataTransfer.files[0]); }}
      >
        {file ? (
          <>
            <Icon name="check" className="ok" />
            <span className={classes.name}><bdi>{file.name}</bdi> <span className="faint">{bytes(file.size)}</span></span>
            <IconButton icon="x" label={text.remove(file.name)} onClick={() => onFile(null)} />
          </>
        ) : (
          <>
            <Icon name="upload" className="faint" />
            <span className="muted">
              {text.drop}{' '}
              <button type="button" className="link" disabled={disabled} onClick={() => input.current?.click()}>{text.choose}</button>
            </span>
            <span className="faint small">{text.upTo(bytes(bytes_max), kinds.join(' '))}</span>
          </>
        )}
        <input
          ref={input}
          type="file"
          className="sr"
          tabIndex={-1}
          aria-label={label}
          accept={kinds.join(',')}
          onChange={(event) => { take(event.currentTarget.files?.[0]); event.currentTarget.value = ''; }}
        />
      </div>
      {wrong && <span className={`bad small ${classes.why}`} role="alert"><FieldError>{wrong}</FieldError></span>}
    </div>
  );
}

export function whyNot(file: Pick<File, 'name' | 'size'>, kinds: readonly string[], bytes_max: number): string {
  const fits = kinds.some((kind) => file.name.toLowerCase().endsWith(kind));
  if (!fits) return text.wrongKind(file.name, kinds.join(' '));
  return file.size > bytes_max ? text.tooLarge(file.name, bytes(file.size), bytes(bytes_max)) : '';
}
