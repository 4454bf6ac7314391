import { Card } from '../../../ui/Card.tsx';
import { Facts } from '../../../ui/Facts.tsx';
import { Time } from '../../../ui/Time.tsx';
import type { Whole } from '../api.ts';
import { text } from '../setText.ts';
import { text as common } from '../text.ts';
import classes from './cards.module.css';

/** Why, who, and when it may go out. */
export function SetFacts({ whole }: { whole: Whole }) {
  return (
    <Card title={text.facts} padded>
      <p className={classes.why}><span className="sr">{text.why}: </span><bdi>{whole.why}</bdi></p>
      <Facts
        facts={[
          [text.wishedBy, <bdi key="who">{common.by(whole.wisher_name, common.wishers[whole.wisher] ?? whole.wisher)}</bdi>],
          [text.made, <Time key="made" at={whole.made_at} as="when" />],
          [text.notBefore, whole.not_before ? <Time key="from" at={whole.not_before} as="when" /> : text.atOnce],
          ...(whole.not_after ? [[text.notAfter, <Time key="until" at={whole.not_after} as="when" />] as const] : []),
        ]}
      />
    </Card>
  );
}
