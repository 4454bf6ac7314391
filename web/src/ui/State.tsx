import { Icon, type IconName } from './Icon.tsx';
import classes from './State.module.css';

// Shape, word and colour together: a state is never shown by colour alone.
const STATES = {
  healthy: { icon: 'pulse', word: 'Healthy', colour: 'ok' },
  running: { icon: 'pulse', word: 'Running', colour: 'ok' },
  needsYou: { icon: 'warn', word: 'Needs you', colour: 'warn' },
  notAnswering: { icon: 'plug', word: 'Not answering', colour: 'bad' },
} as const satisfies Record<string, { icon: IconName; word: string; colour: string }>;

export type StateName = keyof typeof STATES;

export function State({ name }: { name: StateName }) {
  const { icon, word, colour } = STATES[name];
  return (
    <span className={`${classes.state} ${colour}`}>
      <Icon name={icon} />
      {word}
    </span>
  );
}
