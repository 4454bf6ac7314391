import classes from './Icon.module.css';
import { PATHS } from './icons.ts';

export type IconName = keyof typeof PATHS;

/** Only ever beside a word or in a named button, so it says nothing to a screen reader. */
export function Icon({ name, className = '', size = 16 }: { name: IconName; className?: string | undefined; size?: 12 | 14 | 16 | 20 }) {
  return (
    <svg className={`${classes.icon} ${classes[`s${size}`]} ${className}`} viewBox="0 0 16 16" aria-hidden="true">
      <path d={PATHS[name]} />
    </svg>
  );
}

/** The stepped gable that is also an H; no curves, sharp at 16 px. */
export function Mark({ className = '' }: { className?: string | undefined }) {
  return (
    <svg className={`${classes.mark} ${className}`} viewBox="0 0 16 16" aria-hidden="true">
      <path d="M0 16V6h2V3h2V0h2v7h4V0h2v3h2v3h2v10h-6v-5H6v5z" />
    </svg>
  );
}

/** The single gable above an empty state. */
export function Gable() {
  return (
    <svg className={classes.gable} viewBox="0 0 64 56" aria-hidden="true">
      <path d="M12 55V30h6v-8h6v-8h5V8h6v6h5v8h6v8h6v25M28 55V43a4 4 0 0 1 8 0v12M4 55h56" />
    </svg>
  );
}
