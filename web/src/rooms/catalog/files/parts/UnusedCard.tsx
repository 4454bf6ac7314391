import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { number } from '../../../../lib/number.ts';
import { offlineSince } from '../../../../lib/reach.ts';
import { useSignal } from '../../../../lib/signal.ts';
import { toast } from '../../../../lib/toasts.ts';
import { useAct } from '../../../../lib/useAct.ts';
import { Card } from '../../../../ui/Card.tsx';
import { ConfirmTyped } from '../../../../ui/ConfirmTyped.tsx';
import { IconButton } from '../../../../ui/IconButton.tsx';
import { arrangePictures, deletePicture, type Picture, picturesQuery, unusedQuery } from '../api.ts';
import classes from '../files.module.css';
import { text } from '../mediaText.ts';
import { Thumbnail } from '../../../../ui/Thumbnail.tsx';

/** What was taken out of products: shown here again, or deleted for good. */
export function UnusedCard({ productId, pictures }: { productId: string; pictures: readonly Picture[] }) {
  const client = useQueryClient();
  const { busy, act } = useAct();
  const off = useSignal(offlineSince) !== null || busy;
  const { data = [] } = useQuery(unusedQuery);
  const [going, setGoing] = useState<Picture | null>(null);
  const use = (picture: Picture) => act(async () => {
    const { items } = await arrangePictures(productId, [...pictures, picture], pictures.map(({ digest }) => digest));
    client.setQueryData(picturesQuery(productId).queryKey, items);
    await client.invalidateQueries({ queryKey: unusedQuery.queryKey });
  });
  if (data.length === 0) return null;
  return (
    <Card title={text.unused} sub={text.unusedMore}>
      <ul className={classes.pictures}>
        {data.map((picture, at) => (
          <li key={picture.digest} className={classes.picture}>
            <Thumbnail digest={picture.digest} alt={picture.alt || text.unusedAt(at + 1)} />
            <div className={classes.tools}>
              <span className="faint small">{text.fit(number(picture.width), number(picture.height))}</span>
              <IconButton icon="plus" size={28} label={text.use(at + 1)} disabled={off} onClick={() => void use(picture)} />
              <IconButton icon="trash" size={28} label={text.remains(at + 1)} disabled={off} onClick={() => setGoing(picture)} />
            </div>
          </li>
        ))}
      </ul>
      <ConfirmTyped
        open={going !== null}
        onClose={() => setGoing(null)}
        title={text.sure}
        ends={text.ends}
        stays={text.stays}
        verb={text.verb}
        onConfirm={async () => {
          if (going) await deletePicture(going.digest);
          await client.invalidateQueries({ queryKey: unusedQuery.queryKey });
          toast(text.deleted);
        }}
      />
    </Card>
  );
}
