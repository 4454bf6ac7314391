import classes from './Icon.module.css';

// 16 px grid, 1.5 px stroke. A dot is a short round stroke.
const PATHS = {
  pulse: 'M1.75 8h3l2-4.5 2.75 9L11.5 8h2.75',
  warn: 'M8 2.75L13.9 13H2.1zM8 6.5v3M8 11.25v.01',
  plug: 'M6 2.25v3M10 2.25v3M4.25 5.25h7.5v2.5a3.75 3.75 0 0 1-7.5 0zM8 11.5v2.25',
  sun: 'M5.25 8a2.75 2.75 0 1 0 5.5 0a2.75 2.75 0 1 0-5.5 0M8 1.75v1M8 13.25v1M1.75 8h1M13.25 8h1M3.6 3.6l.7.7M11.7 11.7l.7.7M12.4 3.6l-.7.7M4.3 11.7l-.7.7',
  moon: 'M13 9.75A5.5 5.5 0 0 1 6.25 3a5.5 5.5 0 1 0 6.75 6.75z',
  copy: 'M5.75 5.75h7.5v7.5h-7.5zM10.25 5.75v-3h-7.5v7.5h3',
  check: 'M3.25 8.5l3.25 3.25 6.25-7',
  refresh: 'M13 7a5.25 5.25 0 0 0-9.6-1.75M3 2.75V5.5h2.75M3 9a5.25 5.25 0 0 0 9.6 1.75M13 13.25V10.5h-2.75',
  right: 'M6.25 4.25L10 8l-3.75 3.75',
  arrow: 'M3 8h10M9.25 4.25L13 8l-3.75 3.75',
} as const;

export type IconName = keyof typeof PATHS;

/** Only ever beside a word, so it says nothing to a screen reader. */
export function Icon({ name, className = '' }: { name: IconName; className?: string }) {
  return (
    <svg className={`${classes.icon} ${className}`} viewBox="0 0 16 16" aria-hidden="true">
      <path d={PATHS[name]} />
    </svg>
  );
}

/** The stepped gable that is also an H; no curves, sharp at 16 px. */
export function Mark({ className = '' }: { className?: string }) {
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
