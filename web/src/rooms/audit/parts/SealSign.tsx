import { useQuery } from '@tanstack/react-query';
import { useNow } from '../../../lib/useNow.ts';
import { when } from '../../../lib/time.ts';
import { Facts } from '../../../ui/Facts.tsx';
import { Popover } from '../../../ui/Menu.tsx';
import { Seal, Sign } from '../../../ui/State.tsx';
import { Time } from '../../../ui/Time.tsx';
import { type Seal as Standing, sealQuery } from '../api.ts';
import { text } from '../text.ts';
import classes from './SealSign.module.css';

/** How far the log is proven; what that means stands behind it. */
export function SealSign() {
  const { data } = useQuery(sealQuery);
  if (!data) return null;
  return (
    <Popover width={300} position="bottom-start">
      <Popover.Target>
        <button type="button" className={classes.sign}><Word seal={data} /></button>
      </Popover.Target>
      <Popover.Dropdown>
        <div className={classes.more}>
          <p lang="en">{data.sentence}</p>
          <Facts
            facts={[
              [text.sealedUntil, data.sealed_until_at ? <Time key="s" at={data.sealed_until_at} as="exact" /> : text.never],
              [text.verifiedUntil, data.verified_until_at ? <Time key="v" at={data.verified_until_at} as="exact" /> : text.never],
              [text.verifiedAt, data.verified_at ? <Time key="a" at={data.verified_at} as="exact" /> : text.never],
            ]}
          />
          <p className="faint small">{text.sealedMore} <code>hanse audit verify</code></p>
        </div>
      </Popover.Dropdown>
    </Popover>
  );
}

/** The seal stands for a check that was made, never for the hope of one. */
function Word({ seal }: { seal: Standing }) {
  const now = new Date(useNow());
  if (!seal.right) return <Sign shape="octagon" colour="bad">{text.broken}</Sign>;
  if (!seal.verified_until_at) return <Sign shape="ring" colour="ink3">{text.notVerified}</Sign>;
  return <Seal>{text.verified(when(new Date(seal.verified_until_at), now))}</Seal>;
}
