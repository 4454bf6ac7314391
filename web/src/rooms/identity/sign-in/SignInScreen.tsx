import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { useGo } from '../../../lib/address.ts';
import { Link } from '../../../ui/Link.tsx';
import { Note } from '../../../ui/Note.tsx';
import { type SignIn, visitorQuery, welcomeQuery } from './api.ts';
import { useCome, useNext } from './coming.ts';
import { Frame } from './parts/Frame.tsx';
import classes from './parts/parts.module.css';
import { SecondFactor } from './parts/SecondFactor.tsx';
import { SignInForm } from './parts/SignInForm.tsx';
import { text } from './text.ts';
import { titles } from './titles.ts';

export default function SignInScreen() {
  const wished = useNext();
  // As it was at first: while this page is being left, the address is that of the next one already.
  const [next] = useState(wished);
  const come = useCome();
  const left = useRef(false);
  const go = useGo();
  const welcome = useQuery(welcomeQuery).data;
  const visitor = useQuery(visitorQuery).data;
  const [half, setHalf] = useState<SignIn | null>(null);

  /** Once: a second time would draw anew what is there by then, with what is typed in it. */
  async function enter(): Promise<void> {
    if (left.current) return;
    left.current = true;
    await come(next).catch((error: unknown) => {
      left.current = false;
      throw error;
    });
  }

  // The first of all sets up; who is signed in already, in another tab perhaps, goes on.
  const leads = welcome?.setup_needed ? '/set-up' : '';
  useEffect(() => {
    if (leads) go(leads, { replace: true });
  }, [leads, go]);
  const isIn = Boolean(visitor) && !half;
  useEffect(() => {
    if (isIn) void enter();
    // oxlint-disable-next-line react/exhaustive-deps -- once, when it is known
  }, [isIn]);

  if (half) {
    return (
      <Frame name={titles.signIn} title={text.factorTitle} lead={text.factorLead} keeps>
        <SecondFactor half={half} onDone={enter} onAnew={() => setHalf(null)} />
      </Frame>
    );
  }
  const host = welcome?.public_url ? new URL(welcome.public_url).host : window.location.host;
  return (
    <Frame name={titles.signIn} title={text.signInTitle} lead={text.at(host)} keeps>
      {next !== '/' && <Note icon="history">{text.goOn}</Note>}
      <SignInForm onHalf={setHalf} onDone={enter} />
      <p className={classes.foot}>
        <Link to="/sign-in/forgot" className="link">{text.forgot}</Link>
        {welcome?.registration === 'open' ? (
          <span className="faint">{text.newHere} <Link to="/register" className="link">{text.register}</Link></span>
        ) : (
          <span className="faint">{text.askToInvite}</span>
        )}
      </p>
    </Frame>
  );
}
