import { useRouter } from '@tanstack/react-router';
import { useMay } from '../../lib/me.ts';
import type { Screen } from '../../lib/room.ts';
import { Card } from '../../ui/Card.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { Link } from '../../ui/Link.tsx';
import { PageHead } from '../../ui/PageHead.tsx';
import { groupsOf } from './model.ts';
import classes from './SettingsScreen.module.css';
import { text } from './text.ts';

/** Everything that can be set, by whom it concerns; only what the person may. */
export default function SettingsScreen() {
  const may = useMay();
  const screens = useScreens();
  return (
    <>
      <PageHead title={text.title} />
      <div className={classes.groups}>
        {groupsOf(screens, may).map((group) => (
          <div key={group.name} className={classes[group.name]}>
            <Card title={text.groups[group.name]}>
              <ul className={classes.list}>
                {group.screens.map((screen) => <Line key={screen.path} screen={screen} />)}
              </ul>
            </Card>
          </div>
        ))}
      </div>
    </>
  );
}

function Line({ screen }: { screen: Screen }) {
  const about = screen.about?.() ?? text.abouts[screen.path];
  return (
    <li>
      <Link to={screen.path} className={classes.way}>
        <Icon name={screen.icon ?? 'settings'} />
        <span className={classes.name}>
          <b>{screen.title()}</b>
          {about && <small>{about}</small>}
        </span>
        <Icon name="right" size={12} />
      </Link>
    </li>
  );
}

/** The screens of all rooms, as the router knows them: rooms do not know each other. */
function useScreens(): readonly Screen[] {
  const { routesById } = useRouter();
  return Object.values(routesById).flatMap((route) => route.options.staticData?.screen ?? []);
}
