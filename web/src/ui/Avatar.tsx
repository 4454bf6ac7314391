import classes from './Avatar.module.css';

/** The first letters of the first and the last word; nothing is guessed from the picture of a face. */
export function initials(name: string): string {
  const words = name.trim().split(/\s+/u).filter(Boolean);
  const picked = words.length > 1 ? [words[0], words.at(-1)] : words;
  return picked.map((word) => [...(word ?? '')][0] ?? '').join('').toLocaleUpperCase();
}

export function Avatar({ name, small = false }: { name: string; small?: boolean }) {
  return <span className={`${classes.avatar} ${small ? classes.small : ''}`} aria-hidden="true">{initials(name)}</span>;
}
