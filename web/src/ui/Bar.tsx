import classes from './Bar.module.css';

/** A bar in the shape of what comes; unseen for the first moment, but holding its place. */
export function Bar({ visible, className = '' }: { visible: boolean; className?: string | undefined }) {
  return <span className={`${classes.bar} ${visible ? '' : classes.unseen} ${className}`} aria-hidden="true" />;
}
