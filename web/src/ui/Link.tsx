import { Link as RouterLink } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { parseSearch } from '../lib/address.ts';

type Props = {
  to: string;
  /** Current only on this very path, not on those below. */
  exact?: boolean;
  className?: string | undefined;
  title?: string | undefined;
  'aria-label'?: string;
  onClick?: (() => void) | undefined;
  /** Where the keyboard stands when it walks the rows of a table. */
  row?: boolean;
  children: ReactNode;
};

/** A link to a path of ours, with everything behind it; `aria-current` while one is there. */
export function Link({ to, exact = false, row = false, children, ...rest }: Props) {
  const [path = '/', words = ''] = to.split('?');
  const given = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined));
  return (
    <RouterLink
      {...given}
      {...(row && { 'data-row': '' })}
      to={path as never}
      search={parseSearch(words) as never}
      activeOptions={{ exact, includeSearch: false }}
      activeProps={{ 'aria-current': 'page' }}
    >
      {children}
    </RouterLink>
  );
}
