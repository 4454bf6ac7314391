import { Card } from '../../../ui/Card.tsx';
import { Icon } from '../../../ui/Icon.tsx';
import type { Platform } from '../api.ts';
import { text } from '../connectText.ts';
import classes from './Platforms.module.css';

/** What is asked for and why, and what happens then. */
export function Asks({ platform }: { platform: Platform | undefined }) {
  return (
    <>
      {platform && (
        <Card title={text.asks} sub={text.asksMore} padded>
          {platform.scopes.length === 0 ? <p className="muted">{text.noRights}</p> : (
            <ul className={classes.rights}>
              {platform.scopes.map((scope) => (
                <li key={scope.name}><code>{scope.name}</code><small lang="en">{scope.why}</small></li>
              ))}
            </ul>
          )}
        </Card>
      )}
      <Card title={text.safe} padded>
        <ul className={classes.points}>
          {text.safePoints.map((words) => <li key={words}><Icon name="check" className="ok" /><span>{words}</span></li>)}
        </ul>
      </Card>
    </>
  );
}
