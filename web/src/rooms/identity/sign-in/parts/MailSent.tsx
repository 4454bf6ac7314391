import { useState } from 'react';
import { IconButton } from '../../../../ui/IconButton.tsx';
import { Link } from '../../../../ui/Link.tsx';
import { Note } from '../../../../ui/Note.tsx';
import { text } from '../text.ts';
import type { MailWay } from '../useMailWay.ts';
import classes from './parts.module.css';

type Props = { way: MailWay; sent: string; kind: 'confirm' | 'reset' };

/** What happens next after a mail was asked for; the same for every address. */
export function MailSent({ way, sent, kind }: Props) {
  return (
    <div className={classes.stack}>
      {way === 'box' && <p className="muted">{text.demoMore}</p>}
      {way === 'sent' && (
        <>
          <Note tone="accent" icon="clock">{sent}</Note>
          <p className="muted">{text.sentSpam}</p>
        </>
      )}
      {way === 'operator' && (
        <>
          <p className="muted">{text.noMailMore}</p>
          <Command>{`hanse people link EMAIL --kind ${kind}`}</Command>
        </>
      )}
      <p className={classes.foot}><Link to="/sign-in" className="link">{text.backToSignIn}</Link></p>
    </div>
  );
}

/** A command to be typed in a terminal. */
export function Command({ children }: { children: string }) {
  const [copied, setCopied] = useState(false);
  const copy = () => void navigator.clipboard?.writeText(children).then(() => setCopied(true));
  return (
    <div className={classes.command}>
      <code>{children}</code>
      <IconButton icon={copied ? 'check' : 'copy'} label={copied ? text.copied : text.copy} onClick={copy} />
    </div>
  );
}
