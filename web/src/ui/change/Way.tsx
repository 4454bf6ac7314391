import { Shape, type ShapeName } from '../Shape.tsx';
import classes from './ChangePreview.module.css';
import { text } from './text.ts';

export type WayStep = 'proposed' | 'approval' | 'sending' | 'proven';

const STEPS: readonly (readonly [WayStep, ShapeName])[] = [
  ['proposed', 'dashedRing'],
  ['approval', 'ringDot'],
  ['sending', 'arc'],
  ['proven', 'seal'],
];

/** It says where we are; it is not a menu. */
export function Way({ at }: { at: WayStep }) {
  const now = STEPS.findIndex(([step]) => step === at);
  return (
    <ol className={classes.way} aria-label={text.wayLabel}>
      {STEPS.map(([step, shape], index) => (
        <li key={step} className={index === now ? classes.now : index < now ? classes.past : ''} aria-current={index === now ? 'step' : undefined}>
          <Shape name={index < now ? 'check' : shape === 'arc' && index !== now ? 'ring' : shape === 'seal' && index !== now ? 'ring' : shape} />
          {text.way[step]}
        </li>
      ))}
    </ol>
  );
}
