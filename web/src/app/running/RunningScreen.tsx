import { useLater } from '../../lib/useLater.ts';
import { useNow } from '../../lib/useNow.ts';
import { parts, serverNow, troubled } from './model.ts';
import { CannotRead } from './parts/CannotRead.tsx';
import { Figures } from './parts/Figures.tsx';
import { Head } from './parts/Head.tsx';
import { LiveSign } from './parts/LiveSign.tsx';
import { NextCard, ReadOnCard } from './parts/Rail.tsx';
import { Notice } from './parts/Notice.tsx';
import { PartsCard } from './parts/PartsCard.tsx';
import classes from './RunningScreen.module.css';
import { text } from './text.ts';
import { useRunning } from './useRunning.ts';

const BARS_AFTER_MS = 300;

export default function RunningScreen() {
  const running = useRunning();
  const tick = useNow();
  const { system, ready, live } = running;
  const offline = live.phase === 'offline';
  // Old truth does not grow older on the screen: it stands as it was when it was last heard.
  const localNow = offline ? Math.min(tick, live.since) : tick;
  const now = serverNow(system, running.heardAt, localNow);
  const all = parts(ready, system, now);
  const waiting = useLater(BARS_AFTER_MS);
  const neverRead = !system && !ready;

  return (
    <>
      <Head system={system} all={all} troubles={troubled(all)} now={now} stale={offline}>
        <LiveSign live={live} age_s={system ? (tick - running.heardAt) / 1000 : null} />
      </Head>
      {neverRead && (running.error ?? offline) ? (
        <CannotRead running={running} now={tick} />
      ) : (
        <>
          <Notice running={running} now={tick} />
          <div className={offline ? classes.old : undefined}>
            <Figures system={system} now={now} bars={waiting} />
          </div>
          <div className={classes.grid}>
            <div className={offline ? classes.old : undefined}>
              <PartsCard all={all} loading={neverRead} bars={waiting} />
            </div>
            <aside className={classes.rail} aria-label={text.readOn}>
              <NextCard demo={system?.demo ?? false} />
              <ReadOnCard />
            </aside>
          </div>
        </>
      )}
    </>
  );
}
