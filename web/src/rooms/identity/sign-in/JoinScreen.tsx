import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useRouterState } from '@tanstack/react-router';
import { useState } from 'react';
import { useGo } from '../../../lib/address.ts';
import { enterWorkspace } from '../../../lib/place.ts';
import { Refusal } from '../../../lib/problem.ts';
import { tab } from '../../../lib/stored.ts';
import { Loading } from '../../../ui/Loading.tsx';
import { Link } from '../../../ui/Link.tsx';
import { accept, type Joined, look, type SignIn, visitorQuery } from './api.ts';
import { useCome, useLearn } from './coming.ts';
import { text } from './joinText.ts';
import { sameEmail, tokenIn } from './model.ts';
import { Frame } from './parts/Frame.tsx';
import { AcceptForm, Facts, NewcomerForm, WrongPerson } from './parts/Joining.tsx';
import { SecondFactor } from './parts/SecondFactor.tsx';
import { SignInForm } from './parts/SignInForm.tsx';
import { told } from './refusals.ts';
import { text as common } from './text.ts';
import { titles } from './titles.ts';

const KEPT = 'hanse-invitation';

/** The link of an invitation: says what it is, and lets in whom it is for. */
export default function JoinScreen() {
  const hash = useRouterState({ select: (state) => state.location.hash });
  // Kept in this tab, for signing out on the way loads the page anew.
  const [token] = useState(() => {
    const brought = tokenIn(hash, 'hin_');
    if (brought) tab.write(KEPT, brought);
    return brought || (tab.read(KEPT) ?? '');
  });
  if (!token) {
    return (
      <Frame name={titles.join} title={text.brokenTitle} lead={text.brokenMore}>
        <Link to="/sign-in" className="link">{common.backToSignIn}</Link>
      </Frame>
    );
  }
  return <Invited token={token} />;
}

function Invited({ token }: { token: string }) {
  const invitation = useQuery({
    queryKey: ['identity', 'invited', token],
    queryFn: () => told(look(token)),
    retry: false,
    staleTime: Number.POSITIVE_INFINITY,
  });
  const visitor = useQuery(visitorQuery);
  const [half, setHalf] = useState<SignIn | null>(null);
  const come = useCome();
  const learn = useLearn();
  const go = useGo();
  const name = titles.join;

  async function enter({ workspace_id }: Joined): Promise<void> {
    tab.write(KEPT, null);
    enterWorkspace(workspace_id);
    await come('/');
  }
  /** After a sign-in on the way: the token of writes is known only then. */
  async function acceptNow(): Promise<void> {
    if (await learn()) await enter(await told(accept(token)));
  }

  if (invitation.error) {
    const { message, nextStep, status } = invitation.error instanceof Refusal ? invitation.error : new Refusal(0, text.brokenTitle);
    return (
      <Frame name={name} title={message} lead={nextStep}>
        {status === 0 || status >= 500 ? (
          <Button size="lg" onClick={() => void invitation.refetch()}>{text.again}</Button>
        ) : (
          <Button size="lg" onClick={() => go('/sign-in')}>{common.signIn}</Button>
        )}
      </Frame>
    );
  }
  if (!invitation.data || visitor.isPending) {
    return <Frame name={name} title={titles.join}><Loading label={text.looking} rows={3} /></Frame>;
  }
  const shown = invitation.data;
  const own = visitor.data?.email;
  if (half) {
    return (
      <Frame name={name} title={common.factorTitle} lead={common.factorLead} keeps>
        <SecondFactor half={half} onDone={acceptNow} onAnew={() => setHalf(null)} />
      </Frame>
    );
  }
  if (own !== undefined && !sameEmail(own, shown.email)) {
    return (
      <Frame name={name} title={text.wrongTitle} lead={text.wrongMore(shown.email, own)} keeps>
        <WrongPerson email={shown.email} />
      </Frame>
    );
  }
  return (
    <Frame name={name} title={text.title(shown.workspace)} lead={shown.has_account && own === undefined ? text.signInFirst : ''} keeps>
      <Facts shown={shown} />
      {own !== undefined && <AcceptForm shown={shown} accept={async () => enter(await told(accept(token)))} />}
      {own === undefined && shown.has_account && <SignInForm email={shown.email} onHalf={setHalf} onDone={acceptNow} />}
      {own === undefined && !shown.has_account && <NewcomerForm token={token} email={shown.email} onDone={enter} />}
    </Frame>
  );
}
