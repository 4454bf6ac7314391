import { useMatches } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useMay } from '../../lib/me.ts';
import { Empty } from '../../ui/Empty.tsx';
import { text } from '../text.ts';

/** The screen, or who can open it to this person. */
export function Needed({ children }: { children: ReactNode }) {
  const may = useMay();
  const needs = useMatches().map((match) => match.staticData.screen).findLast(Boolean)?.needs;
  if (may(needs)) return children;
  return <Empty title={text.denied} more={text.deniedMore(needs ?? '')} icon="lock" whole />;
}
