import { Button } from '@mantine/core';
import { Card } from '../../../../ui/Card.tsx';
import { Copyable } from '../../../../ui/Copyable.tsx';
import { Note } from '../../../../ui/Note.tsx';
import type { KeyMade } from '../api.ts';
import { example } from '../model.ts';
import { text } from '../text.ts';
import classes from './SecretOnce.module.css';

type Props = { made: KeyMade; onDone: () => void };

/** The one time that the secret is shown, and a first use of it. */
export function SecretOnce({ made, onDone }: Props) {
  return (
    <Card title={text.secret} padded>
      <div className={classes.stack}>
        <Note tone="warn" icon="key" role="status"><b>{text.once}</b> {text.onceMore}</Note>
        <Copyable value={made.secret} label={text.secret} act={text.copySecret} />
        <div>
          <h3>{text.example}</h3>
          <p className="muted">{text.exampleMore}</p>
        </div>
        <Copyable value={example(window.location.origin, made.scopes, made.secret)} label={text.example} act={text.copyExample} lines />
        <div><Button variant="filled" onClick={onDone}>{text.done}</Button></div>
      </div>
    </Card>
  );
}
