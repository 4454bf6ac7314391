import { ActionIcon } from '@mantine/core';
import { useClipboard } from '@mantine/hooks';
import { Icon } from '../../../ui/Icon.tsx';
import { text } from '../text.ts';
import classes from './Rail.module.css';

/** What to do next, for copying. */
export function NextCard({ demo }: { demo: boolean }) {
  return (
    <section className="card">
      <div className="card-head"><h2>{text.next}</h2></div>
      <ul className={classes.list}>
        {Object.entries(text.commands).map(([command, why]) => (
          <li key={command}>
            <div className={classes.grow}>
              <code className={classes.command}>{command}</code>
              <small>{why}</small>
            </div>
            <Copy command={command} />
          </li>
        ))}
      </ul>
      {demo && <p className={classes.foot}>{text.demoHome}</p>}
    </section>
  );
}

function Copy({ command }: { command: string }) {
  const { copied, copy } = useClipboard({ timeout: 2000 });
  const label = copied ? text.copied : text.copy(command);
  return (
    <ActionIcon aria-label={label} title={label} onClick={() => copy(command)}>
      <Icon name={copied ? 'check' : 'copy'} />
    </ActionIcon>
  );
}

export function ReadOnCard() {
  return (
    <section className="card">
      <div className="card-head"><h2>{text.readOn}</h2></div>
      <ul className={classes.list}>
        {Object.entries(text.links).map(([href, [name, why]]) => (
          <li key={href}>
            <a className={classes.grow} href={href}>
              <span className="link">{name}</span>
              <small>{why}</small>
            </a>
            <span className="faint"><Icon name="right" /></span>
          </li>
        ))}
      </ul>
    </section>
  );
}
