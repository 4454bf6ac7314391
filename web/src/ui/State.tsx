import type { ReactNode } from 'react';
import { Shape, type ShapeName } from './Shape.tsx';
import classes from './State.module.css';
import { type Colour, type StateName, STATES, words } from './states.ts';

export type { StateName };

type SignProps = { shape: ShapeName; colour: Colour; pill?: boolean; children: ReactNode };

/** A state of a room that is not in the table: shape, word and colour together. */
export function Sign({ shape, colour, pill = false, children }: SignProps) {
  return (
    <span className={`${classes.state} ${colour} ${pill ? `${classes.pill} ${classes[colour] ?? ''}` : ''}`}>
      <Shape name={shape} />
      <span>{children}</span>
    </span>
  );
}

/** `more` stands behind the word, such as how many or why. */
export function State({ name, pill = false, more }: { name: StateName; pill?: boolean; more?: ReactNode }) {
  const [shape, colour] = STATES[name];
  return (
    <Sign shape={shape} colour={colour} pill={pill}>
      {words[name]}
      {more !== undefined && <> {more}</>}
    </Sign>
  );
}

/** Read back and proven. It stands for nothing else. */
export function Seal({ children }: { children?: ReactNode }) {
  return <Sign shape="seal" colour="ok">{children ?? words.proven}</Sign>;
}
