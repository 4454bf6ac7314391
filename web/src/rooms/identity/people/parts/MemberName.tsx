import { Avatar } from '../../../../ui/Avatar.tsx';
import { text } from '../text.ts';
import classes from './MemberName.module.css';

export function MemberName({ name, own }: { name: string; own: boolean }) {
  return (
    <span className={classes.name}>
      <Avatar name={name} small />
      <bdi className="clip">{name}</bdi>
      {own && <span className="faint small">{text.you}</span>}
    </span>
  );
}
