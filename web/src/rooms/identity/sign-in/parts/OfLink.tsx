import { useRouterState } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { Link } from '../../../../ui/Link.tsx';
import { tokenIn } from '../model.ts';
import { text } from '../text.ts';
import { Frame } from './Frame.tsx';
import classes from './parts.module.css';

type Props = {
  name: string;
  /** Where one asks for a new link. */
  again: string;
  children: (token: string) => ReactNode;
};

/** A page that one comes to by a link; what it is good for stands behind the #, which no log sees. */
export function OfLink({ name, again, children }: Props) {
  const hash = useRouterState({ select: (state) => state.location.hash });
  const token = tokenIn(hash, 'hln_');
  if (token) return children(token);
  return (
    <Frame name={name} title={text.linkBroken} lead={text.linkBrokenMore}>
      <Link to={again} className={`button filled ${classes.big}`}>{text.newLink}</Link>
    </Frame>
  );
}
