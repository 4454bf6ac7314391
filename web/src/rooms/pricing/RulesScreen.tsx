import { Button } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useMay } from '../../lib/me.ts';
import { money } from '../../lib/money.ts';
import { toast } from '../../lib/toasts.ts';
import { useAct } from '../../lib/useAct.ts';
import { Card } from '../../ui/Card.tsx';
import { Empty } from '../../ui/Empty.tsx';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { Link } from '../../ui/Link.tsx';
import { Loading } from '../../ui/Loading.tsx';
import { Note } from '../../ui/Note.tsx';
import { PageHead, Stack } from '../../ui/PageHead.tsx';
import { Segments } from '../../ui/Segments.tsx';
import { arrangeRules, askPrices, type Book, bookQuery, RULES } from './api.ts';
import { moved } from './model.ts';
import { BandForm } from './parts/BandForm.tsx';
import { PricesTabs } from './parts/PricesTabs.tsx';
import { RuleRow } from './parts/RuleRow.tsx';
import classes from './parts/rules.module.css';
import { share } from './said.ts';
import { text } from './text.ts';

/** Every rule in its order, in words, and how they stand together. */
export default function RulesScreen() {
  const may = useMay()('pricing.rule.write');
  const book = useQuery(bookQuery);
  const { busy, refused, act } = useAct();
  const ask = () => act(async () => {
    await askPrices();
    toast(text.asked);
  });
  return (
    <>
      <PageHead
        title={text.title}
        facts={text.facts}
        actions={may && (
          <>
            <Button leftSection={<Icon name="refresh" />} loading={busy} onClick={() => void ask()}>{text.now}</Button>
            <Link to="/pricing/rules/new" className="button filled"><Icon name="plus" />{text.add}</Link>
          </>
        )}
      />
      <PricesTabs />
      {refused && <Note tone="bad" icon="warn" role="alert">{refused.message} {refused.nextStep}</Note>}
      <Stack>
        {book.data ? <Rules key={book.data.version} book={book.data} may={may} /> : <Card title={text.rules}>{book.error ? <ErrorState error={book.error} retry={() => void book.refetch()} /> : <Loading rows={4} />}</Card>}
      </Stack>
    </>
  );
}

function Rules({ book, may }: { book: Book; may: boolean }) {
  const client = useQueryClient();
  const { busy, refused, act } = useAct();
  const ids = book.rules.map((rule) => rule.id);
  const keep = (rules: readonly string[], mode: string, band = book.band) => act(async () => {
    client.setQueryData(bookQuery.queryKey, await arrangeRules({ rules, mode, band, version: book.version }));
    void client.invalidateQueries({ queryKey: RULES });
    toast(text.arranged);
  });
  if (book.rules.length === 0) {
    return (
      <Card>
        <Empty title={text.empty} more={text.emptyMore}>
          {may && <Link to="/pricing/rules/new" className="button">{text.add}</Link>}
        </Empty>
      </Card>
    );
  }
  return (
    <>
      <Card title={text.mode} end={may && <Segments label={text.mode} value={book.mode} choices={Object.entries(text.modes).map(([value, label]) => ({ value, label }))} onChange={(mode) => void keep(ids, mode)} />} padded>
        <p>{text.said[book.mode] ?? book.said}</p>
        <p className="faint">{bandWords(book)}</p>
        {may && <BandForm band={book.band} busy={busy} onKeep={(band) => void keep(ids, book.mode, band)} />}
        {refused && <p className="bad" role="alert">{refused.message} {refused.nextStep}</p>}
      </Card>
      <Card title={text.rules}>
        <ol className={classes.rules}>
          {book.rules.map((rule, place) => (
            <RuleRow
              key={rule.id}
              rule={rule}
              place={place + 1}
              last={place === book.rules.length - 1}
              busy={busy}
              onMove={may ? (by) => void keep(moved(ids, place, place + by), book.mode) : undefined}
            />
          ))}
        </ol>
      </Card>
    </>
  );
}

function bandWords({ band }: Book): string {
  const parts = [...(Number(band.percent) ? [share(String(band.percent))] : []), ...(band.money ? [money(band.money)] : [])];
  return parts.length === 0 ? text.noBand : text.usualBand(parts.join(` ${text.and} `));
}
