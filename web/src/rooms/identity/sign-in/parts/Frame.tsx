import { useComputedColorScheme, useMantineColorScheme } from '@mantine/core';
import { type ReactNode, useEffect, useRef } from 'react';
import { type Language, language, LANGUAGES, setLanguage } from '../../../../lib/language.ts';
import { Icon, Mark } from '../../../../ui/Icon.tsx';
import { IconButton } from '../../../../ui/IconButton.tsx';
import { Link } from '../../../../ui/Link.tsx';
import { Menu, MenuChoice } from '../../../../ui/Menu.tsx';
import { text } from '../text.ts';
import classes from './Frame.module.css';
import { Gables } from './Gables.tsx';
import { Insecure } from './Insecure.tsx';

type Props = {
  /** Of the tab. */
  name: string;
  title: ReactNode;
  lead?: ReactNode;
  wide?: boolean;
  /** The page ends in a sign-in, which a browser keeps only at some addresses. */
  keeps?: boolean;
  children?: ReactNode;
};

/** The calm page around everything before a sign-in. */
export function Frame({ name, title, lead, wide = false, keeps = false, children }: Props) {
  const insecure = keeps && !window.isSecureContext;
  useEffect(() => {
    document.title = `${name} · Hanse`;
  }, [name]);
  return (
    <div className={classes.page}>
      <header className={classes.top}>
        <Link to="/" className={classes.wordmark ?? ''}><Mark />{text.home}</Link>
        <div className={classes.tools}>
          <LanguageMenu />
          <SchemeButton />
        </div>
      </header>
      <main className={classes.main} id="main">
        <div className={`${classes.box} ${wide || insecure ? classes.wide : ''}`}>
          {insecure ? <Insecure /> : <><Head key={typeof title === 'string' ? title : ''} title={title} lead={lead} />{children}</>}
        </div>
      </main>
      <Gables />
    </div>
  );
}

/** When a page goes on to its next state, the focus goes to its first field, or to what it says. */
export function Head({ title, lead }: { title: ReactNode; lead?: ReactNode }) {
  const ref = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    const field = ref.current?.closest('main')?.querySelector<HTMLElement>('[data-autofocus] input, input[data-autofocus]');
    (field ?? ref.current)?.focus();
  }, []);
  return (
    <div className={classes.head}>
      <h1 ref={ref} tabIndex={-1}>{title}</h1>
      {lead && <p className="muted">{lead}</p>}
    </div>
  );
}

function LanguageMenu() {
  const now = language();
  return (
    <Menu position="bottom-end" width={200}>
      <Menu.Target>
        <button type="button" className={classes.quiet} aria-label={text.language(LANGUAGES[now])}>
          <Icon name="globe" />
          {LANGUAGES[now]}
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        {(Object.entries(LANGUAGES) as [Language, string][]).map(([key, words]) => (
          <MenuChoice
            key={key}
            lang={key}
            chosen={now === key}
            rightSection={now === key && <Icon name="check" />}
            onClick={() => setLanguage(key)}
          >
            {words}
          </MenuChoice>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

function SchemeButton() {
  const { setColorScheme } = useMantineColorScheme();
  const dark = useComputedColorScheme('light') === 'dark';
  const label = dark ? text.toLight : text.toDark;
  return <IconButton icon={dark ? 'sun' : 'moon'} label={label} onClick={() => setColorScheme(dark ? 'light' : 'dark')} />;
}
