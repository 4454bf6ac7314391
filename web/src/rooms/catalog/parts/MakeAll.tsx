import { Button } from '@mantine/core';
import { number } from '../../../lib/number.ts';
import type { Shops } from '../../../lib/shops.ts';
import { useAct } from '../../../lib/useAct.ts';
import { Icon } from '../../../ui/Icon.tsx';
import type { MatchCount } from '../api.ts';
import { text } from '../matchText.ts';
import { useDeciding } from '../useDeciding.ts';
import classes from './catalog.module.css';
import { Refused } from './Refused.tsx';

/** One act for a whole shop: the first one's listings become the catalogue. */
export function MakeAll({ counts, shops }: { counts: readonly MatchCount[]; shops: Shops }) {
  const { busy, refused, act } = useAct();
  const deciding = useDeciding();
  const waiting = counts.filter((one) => one.state === 'open' && one.matches > 0 && shops.of(one.account_id));
  const making = counts.filter((one) => one.state === 'making').reduce((sum, one) => sum + one.matches, 0);
  if (waiting.length === 0 && making === 0) return null;
  return (
    <>
      <Refused refused={refused} />
      <div className={`${classes.acts} ${classes.above}`}>
        {waiting.map((one) => (
          <Button key={one.account_id} loading={busy} leftSection={<Icon name="plus" />} onClick={() => void act(() => deciding({ answer: 'make', ids: [], account_id: one.account_id }))}>
            {text.makeAll(shops.nameOf(one.account_id), number(one.matches))}
          </Button>
        ))}
        {making > 0 && <span className="muted" role="status">{text.makingAll(number(making))}</span>}
      </div>
    </>
  );
}
