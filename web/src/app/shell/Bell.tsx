import { Button } from '@mantine/core';
import { Empty } from '../../ui/Empty.tsx';
import { IconButton } from '../../ui/IconButton.tsx';
import { Link } from '../../ui/Link.tsx';
import { Popover } from '../../ui/Menu.tsx';
import { Time } from '../../ui/Time.tsx';
import { type Notice, useNotices, useReading } from './notices.ts';
import { text } from './text.ts';
import classes from './Tray.module.css';

/** Newest first, a dot at what was not read, one act each. */
export function Bell() {
  const notices = useNotices();
  const { read, readAll } = useReading();
  if (!notices) return null;
  const { items, unread } = notices;
  return (
    <Popover width={360} position="bottom-end">
      <Popover.Target>
        <IconButton icon="bell" label={`${text.notices}: ${text.unread(unread)}`}>
          {unread > 0 && <span>{unread}</span>}
        </IconButton>
      </Popover.Target>
      <Popover.Dropdown p={0}>
        <div className="card-head">
          <h2>{text.notices}</h2>
          <span className="sub">{text.unread(unread)}</span>
          <span className="end"><Link to="/notices" className="link small">{text.allOf}</Link></span>
        </div>
        {items.length === 0 && <Empty title={text.noNotice} more={text.noNoticeMore} />}
        <ul className={classes.list}>{items.map((one) => <Line key={one.id} notice={one} onRead={() => read(one)} />)}</ul>
        {unread > 0 && (
          <div className={classes.foot}>
            <Button size="xs" variant="subtle" color="gray" onClick={() => readAll(items[0])}>{text.readAll}</Button>
          </div>
        )}
      </Popover.Dropdown>
    </Popover>
  );
}

function Line({ notice, onRead }: { notice: Notice; onRead: () => void }) {
  return (
    <li className={classes.line}>
      <span className={notice.read_at === null ? classes.unread : classes.read} aria-hidden="true" />
      <div className={classes.grow}>
        <div className={classes.head}>
          {notice.link ? <Link to={notice.link} className={classes.name} onClick={onRead}>{notice.title}</Link> : <b className={classes.name}>{notice.title}</b>}
          <span className="faint small"><Time at={notice.made_at} /></span>
        </div>
        <small className="muted">{notice.text}</small>
      </div>
    </li>
  );
}
