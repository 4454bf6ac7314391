import { Menu, MenuChoice } from '../../ui/Menu.tsx';
import { useQueryClient } from '@tanstack/react-query';
import { useGo } from '../../lib/address.ts';
import { type Language, language, LANGUAGES, setLanguage } from '../../lib/language.ts';
import { api } from '../../lib/api.ts';
import { ME, useMe } from '../../lib/me.ts';
import { useSignOut } from '../../lib/signing.ts';
import { Avatar } from '../../ui/Avatar.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { screens } from '../rooms.ts';
import classes from './MeMenu.module.css';
import { keyListOpen } from './open.ts';
import { text } from './text.ts';

// Screens of other rooms, if they are there.
const OWN = ['/me', '/me/security', '/me/sessions', '/settings/notices'];

export function MeMenu() {
  const me = useMe();
  const go = useGo();
  const signOut = useSignOut();
  const client = useQueryClient();
  if (!me) return null;
  async function speak(key: Language): Promise<void> {
    const version = me?.person.version;
    setLanguage(key);
    // The page speaks it already; that the person does is kept if it can be.
    await api.patch('/api/identity/me', { body: { language: key }, ...(version && { version }) }).catch(() => undefined);
    await client.invalidateQueries({ queryKey: ME });
  }
  const { name, email } = me.person;
  const own = OWN.flatMap((path) => screens.filter((screen) => screen.path === path));
  return (
    <Menu position="bottom-end" width={240}>
      <Menu.Target>
        <button type="button" className={classes.me} title={name}>
          <Avatar name={name} />
          <span className="sr">{text.account(name)}</span>
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        <div className={classes.who}>
          <b><bdi>{name}</bdi></b>
          <small>{email}</small>
        </div>
        {own.map((screen) => (
          <Menu.Item key={screen.path} leftSection={<Icon name={screen.icon ?? 'user'} />} onClick={() => go(screen.path)}>
            {screen.title()}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Label>{text.language}</Menu.Label>
        {(Object.entries(LANGUAGES) as [Language, string][]).map(([key, words]) => (
          <MenuChoice
            key={key}
            lang={key}
            chosen={language() === key}
            rightSection={language() === key && <Icon name="check" />}
            onClick={() => speak(key)}
          >
            {words}
          </MenuChoice>
        ))}
        <Menu.Divider />
        <Menu.Item leftSection={<Icon name="keyboard" />} onClick={() => keyListOpen.set(true)}>{text.keys}</Menu.Item>
        <Menu.Item leftSection={<Icon name="out" />} onClick={() => void signOut()}>{text.signOut}</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
