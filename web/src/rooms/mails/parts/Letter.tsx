import { useQuery } from '@tanstack/react-query';
import { ErrorState } from '../../../ui/ErrorState.tsx';
import { Facts } from '../../../ui/Facts.tsx';
import { Loading } from '../../../ui/Loading.tsx';
import { Time } from '../../../ui/Time.tsx';
import { letterQuery, type Mail } from '../api.ts';
import { pieces } from '../model.ts';
import { text } from '../text.ts';
import classes from './Letter.module.css';

/** What the mail says, as text alone: nothing in it is fetched or run. */
export function Letter({ mail }: { mail: Mail }) {
  const { data, error, refetch } = useQuery(letterQuery(mail.id));
  return (
    <div className={classes.letter}>
      <section aria-label={text.says} className={classes.paper}>
        {data ? (
          data.text ? <Words words={data.text} /> : <p className="muted">{text.forgotten}</p>
        ) : error ? (
          <ErrorState error={error} retry={() => void refetch()} />
        ) : (
          <Loading rows={4} />
        )}
      </section>
      <Facts
        facts={[
          [text.to, <bdi key="to">{mail.to}</bdi>],
          [text.written, <Time key="made" at={mail.made_at} as="exact" />],
          ...(mail.sent_at ? [[text.sent, <Time key="sent" at={mail.sent_at} as="exact" />] as const] : []),
          ...(mail.tries > 0 ? [[text.tries, mail.tries] as const] : []),
          ...(mail.why ? [[text.why, <span key="why" lang="en">{mail.why}</span>] as const] : []),
        ]}
      />
    </div>
  );
}

/** An address opens in a new tab, so that the box stays open beside it. */
function Words({ words }: { words: string }) {
  return (
    <p className={classes.words}>
      {pieces(words).map((piece, index) => {
        const key = `${index} ${piece.words}`;
        if (!piece.link) return <span key={key}>{piece.words}</span>;
        return <a key={key} href={piece.words} className="link" target="_blank" rel="noreferrer" title={text.opens}>{piece.words}</a>;
      })}
    </p>
  );
}
