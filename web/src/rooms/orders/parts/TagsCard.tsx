import { Button, TextInput } from '@mantine/core';
import { useState } from 'react';
import { toast } from '../../../lib/toasts.ts';
import { attempt, useAct } from '../../../lib/useAct.ts';
import { Card } from '../../../ui/Card.tsx';
import { IconButton } from '../../../ui/IconButton.tsx';
import { Link } from '../../../ui/Link.tsx';
import { setTags, type WholeOrder } from '../api.ts';
import { text } from '../orderText.ts';
import { text as shared } from '../text.ts';
import { useDone } from '../useOrder.ts';
import classes from './orders.module.css';
import { Refused } from './Shared.tsx';

const TAG_CHARS = 40;

/** Each leads to all orders that have it. */
export function TagsCard({ whole: { order }, may }: { whole: WholeOrder; may: boolean }) {
  const done = useDone();
  const { busy, refused, act } = useAct();
  const [typed, setTyped] = useState('');
  const set = (tags: readonly string[]) => act(async () => {
    await done(await setTags(order.id, tags));
    const undo = () => attempt(async () => done(await setTags(order.id, order.tags)));
    toast(text.tags, { act: { label: shared.undo, icon: 'undo', run: undo } });
  });
  const add = async () => {
    const tag = typed.trim().replaceAll(/\s+/g, ' ');
    if (tag && !order.tags.includes(tag) && (await set([...order.tags, tag]))) setTyped('');
  };
  return (
    <Card title={text.tags}>
      <div className={`card-body ${classes.stack}`}>
        <Refused refused={refused} />
        {order.tags.length === 0 ? <p className="muted">{text.noTags}</p> : (
          <ul className={classes.tags}>
            {order.tags.map((tag) => (
              <li key={tag} className={classes.tag}>
                <Link to={`/orders?tag=${encodeURIComponent(tag)}`}><bdi>{tag}</bdi></Link>
                {may && <IconButton icon="x" size={24} label={text.removeTag(tag)} onClick={() => void set(order.tags.filter((one) => one !== tag))} />}
              </li>
            ))}
          </ul>
        )}
        {may && (
          <form className={classes.add} onSubmit={(event) => { event.preventDefault(); void add(); }}>
            <TextInput aria-label={text.addTag} placeholder={text.addTag} maxLength={TAG_CHARS} value={typed} onChange={(event) => setTyped(event.currentTarget.value)} />
            <Button type="submit" loading={busy}>{text.addTagDo}</Button>
          </form>
        )}
      </div>
    </Card>
  );
}
