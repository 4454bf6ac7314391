import type { ReactNode } from 'react';
import classes from './Icon.module.css';
import own from './State.module.css';

const RING = <circle cx="8" cy="8" r="5.75" />;
const dot = (r: number, y = 8) => <circle cx="8" cy={y} r={r} fill="currentColor" stroke="none" />;
const DIAMOND = <path d="M8 1.5L14.5 8 8 14.5 1.5 8z" />;
const SHIELD = 'M8 2.25L12.75 4v3.5c0 3-2 5.25-4.75 6.25-2.75-1-4.75-3.25-4.75-6.25V4z';

// Told apart by their outline alone: colours merge under red-green blindness, these do not.
const SHAPES = {
  dashedRing: <circle cx="8" cy="8" r="5.75" strokeDasharray="2.5 2.016" />,
  ringDot: <>{RING}{dot(2.4)}</>,
  ring: RING,
  arc: <><circle cx="8" cy="8" r="5.75" opacity=".28" /><path d="M8 2.25A5.75 5.75 0 0 1 13.75 8" /></>,
  seal: (
    <>
      <circle cx="8" cy="8" r="6.5" fill="currentColor" stroke="none" />
      <path className={own.sealMark} d="M5.2 8.2l2 2 3.7-4.2" />
    </>
  ),
  octagon: <><path d="M5.6 2.25h4.8l3.35 3.35v4.8l-3.35 3.35H5.6L2.25 10.4V5.6z" /><path d="M6.1 6.1l3.8 3.8M9.9 6.1L6.1 9.9" /></>,
  question: <>{DIAMOND}<path d="M6.7 6.5a1.35 1.35 0 1 1 2.05 1.15c-.5.3-.75.55-.75 1.05" />{dot(0.8, 10.7)}</>,
  shield: <><path d={SHIELD} /><path d="M6.6 6v3.5M9.4 6v3.5" /></>,
  contested: <>{DIAMOND}<path d="M5.5 7h5M5.5 9.25h5M9.4 5.4l-2.8 5.4" /></>,
  unequal: <path d="M3 6h10M3 10h10M10.5 3l-5 10" />,
  wall: <path d="M2 8h7.25M6.5 5L9.5 8l-3 3M12.75 3.25v9.5" />,
  chevrons: <>{RING}<path d="M5.6 5.75L7.85 8 5.6 10.25M8.6 5.75L10.85 8 8.6 10.25" /></>,
  slashed: <>{RING}<path d="M4 12l8-8" /></>,
  clock: <>{RING}<path d="M8 5v3.25l2.25 1.25" /></>,
  back: <path d="M5.5 3L2.75 5.75 5.5 8.5M3 5.75h6.25a3.5 3.5 0 0 1 0 7H6" />,
  square: <path d="M4.5 4.5h7v7h-7z" />,
  eyeOff: <path d="M6.3 4A6 6 0 0 1 8 3.75C12 3.75 14.25 8 14.25 8a10 10 0 0 1-1.7 2.2M3.9 5.3A10 10 0 0 0 1.75 8S4 12.25 8 12.25a6.2 6.2 0 0 0 3-.8M2.5 2.5l11 11" />,
  pulse: <path d="M1.75 8h3l2-4.5 2.75 9L11.5 8h2.75" />,
  warn: <><path d="M8 2.75L13.9 13H2.1z" /><path d="M8 6.5v3" />{dot(0.8, 11.25)}</>,
  plug: <path d="M6 2.25v3M10 2.25v3M4.25 5.25h7.5v2.5a3.75 3.75 0 0 1-7.5 0zM8 11.5v2.25" />,
  check: <path d="M3.25 8.5l3.25 3.25 6.25-7" />,
  cross: <path d="M4 4l8 8M12 4l-8 8" />,
  stop: <path d="M4 4h8v8H4z" />,
} as const satisfies Record<string, ReactNode>;

export type ShapeName = keyof typeof SHAPES;

export function Shape({ name, className = '' }: { name: ShapeName; className?: string | undefined }) {
  const turning = name === 'arc' ? own.turning : '';
  return (
    <svg className={`${classes.icon} ${turning} ${className}`} viewBox="0 0 16 16" aria-hidden="true">
      {SHAPES[name]}
    </svg>
  );
}
