import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useGo, usePlaces } from '../../lib/address.ts';
import { Refusal } from '../../lib/problem.ts';
import { toast } from '../../lib/toasts.ts';
import { Empty } from '../../ui/Empty.tsx';
import { Link } from '../../ui/Link.tsx';
import { Loading } from '../../ui/Loading.tsx';
import { PageHead } from '../../ui/PageHead.tsx';
import { type Account, ACCOUNTS, finishConsent } from './api.ts';
import { text } from './connectText.ts';

// What a shop answers is good once: however often the page is drawn, it is handed in once.
const handedIn = new Map<string, Promise<Account>>();

function handIn(platform: string, words: string): Promise<Account> {
  const found = handedIn.get(words);
  if (found) return found;
  const made = finishConsent(platform, words);
  handedIn.set(words, made);
  return made;
}

/** The person is back from the page of the shop, with what it answered in the address. */
export default function ReturnScreen() {
  const { platform = '' } = usePlaces();
  const go = useGo();
  const client = useQueryClient();
  const [refused, setRefused] = useState<Refusal | null>(null);

  useEffect(() => {
    let here = true;
    handIn(platform, window.location.search).then(
      async (account) => {
        if (!here) return;
        await client.invalidateQueries({ queryKey: ACCOUNTS });
        toast(text.connected(account.name));
        go(`/connections/${account.id}`, { replace: true });
      },
      (error: unknown) => here && setRefused(error instanceof Refusal ? error : new Refusal(0, String(error))),
    );
    return () => {
      here = false;
    };
  }, [client, go, platform]);

  if (!refused) {
    return (
      <>
        <PageHead title={text.backTitle} facts={text.backBusy} />
        <Loading label={text.backBusy} rows={3} />
      </>
    );
  }
  return (
    <div role="alert">
      <Empty icon="warn" whole title={text.backRefused} more={<span lang="en">{refused.message} {refused.nextStep}</span>}>
        <Link to={`/connections/new?platform=${encodeURIComponent(platform)}`} className="button filled">{text.beginAgain}</Link>
        <Link to="/connections" className="button">{text.toAll}</Link>
      </Empty>
    </div>
  );
}
