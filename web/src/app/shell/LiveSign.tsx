import { offlineSince } from '../../lib/reach.ts';
import { useSignal } from '../../lib/signal.ts';
import { clock } from '../../lib/time.ts';
import { Popover } from '../../ui/Menu.tsx';
import classes from './LiveSign.module.css';
import { useNews } from './News.tsx';
import { text } from './text.ts';

/** Whether what is shown is of now; the words behind it say what that means. */
export function LiveSign() {
  const { live } = useNews();
  const since = useSignal(offlineSince);
  const phase = since ? 'offline' : live.phase === 'offline' ? 'connecting' : live.phase;
  const word = phase === 'offline' ? text.live.offline(clock(since ?? new Date(live.since))) : text.live[phase];
  return (
    <Popover width={260} position="bottom-end">
      <Popover.Target>
        <button type="button" className={`${classes.live} ${classes[phase]}`}>
          <i aria-hidden="true" />
          <span role="status">{word}</span>
        </button>
      </Popover.Target>
      <Popover.Dropdown>
        <p className="muted">{text.liveMore[phase]}</p>
      </Popover.Dropdown>
    </Popover>
  );
}
