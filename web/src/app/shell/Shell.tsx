import { Outlet } from '@tanstack/react-router';
import { Suspense } from 'react';
import { Proof } from '../../rooms/identity/account/Proof.tsx';
import { Loading } from '../../ui/Loading.tsx';
import { Toaster } from '../../ui/Toaster.tsx';
import { KeyList } from './KeyList.tsx';
import { Needed } from './Needed.tsx';
import { NewsProvider } from './News.tsx';
import { OfflineBanner } from './OfflineBanner.tsx';
import { Palette } from './Palette.tsx';
import classes from './Shell.module.css';
import { Side } from './Side.tsx';
import { Signed } from './Signed.tsx';
import { Tabs } from './Tabs.tsx';
import { text } from './text.ts';
import { TopBar } from './TopBar.tsx';
import { useGoKeys } from './useGoKeys.ts';
import { WithheldBanner } from './WithheldBanner.tsx';

/** Everything around a screen, for whoever is signed in. */
export function Shell() {
  return (
    <Signed>
      <NewsProvider>
        <Frame />
      </NewsProvider>
      <Proof />
    </Signed>
  );
}

function Frame() {
  useGoKeys();
  return (
    <>
      <a className="skip" href="#main">{text.skip}</a>
      <div className={classes.app}>
        <Side />
        <div className={classes.main}>
          <TopBar />
          <main className={classes.page} id="main" tabIndex={-1}>
            <OfflineBanner />
            <WithheldBanner />
            <Suspense fallback={<Loading />}>
              <Needed><Outlet /></Needed>
            </Suspense>
          </main>
        </div>
      </div>
      <Tabs />
      <Palette />
      <KeyList />
      <Toaster />
    </>
  );
}
