import { Outlet } from '@tanstack/react-router';
import { Suspense } from 'react';
import { Toaster } from '../../ui/Toaster.tsx';
import { text } from './text.ts';

/** Screens without the shell, for those who are not signed in. They bring their own frame. */
export function Bare() {
  return (
    <>
      <a className="skip" href="#main">{text.skip}</a>
      <Suspense fallback={null}>
        <Outlet />
      </Suspense>
      <Toaster />
    </>
  );
}
