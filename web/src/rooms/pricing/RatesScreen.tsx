import { TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useAddress, wordOf } from '../../lib/address.ts';
import { number } from '../../lib/number.ts';
import { Card } from '../../ui/Card.tsx';
import { Empty } from '../../ui/Empty.tsx';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { Loading } from '../../ui/Loading.tsx';
import { PageHead, Stack } from '../../ui/PageHead.tsx';
import { Time } from '../../ui/Time.tsx';
import { type Rate, ratesQuery } from './api.ts';
import { PricesTabs } from './parts/PricesTabs.tsx';
import classes from './parts/rules.module.css';
import { text } from './text.ts';
import { Wide } from './parts/Wide.tsx';

const OLD_DAYS = 5; // no weekend with holidays around it is longer
const DIGITS = 4;

/** What one euro is worth, with the day that each rate is of. */
export default function RatesScreen() {
  const { search, change } = useAddress();
  const day = wordOf(search, 'day');
  const rates = useQuery(ratesQuery(day));
  const { currency, rate, day: of, source } = text.rateHeads;
  return (
    <>
      <PageHead title={text.rates} facts={text.ratesFacts} />
      <PricesTabs />
      <Stack narrow>
        <TextInput type="date" label={text.onDay} value={day} onChange={(event) => change({ day: event.currentTarget.value || null })} />
        <Card label={text.rates}>
          {!rates.data && (rates.error ? <ErrorState error={rates.error} retry={() => void rates.refetch()} /> : <Loading rows={8} />)}
          {rates.data?.items.length === 0 && <Empty title={text.noRates} more={text.noRatesMore} />}
          {rates.data && rates.data.items.length > 0 && (
            <Wide label={text.rates}>
              <table className={classes.lines}>
                <thead><tr><th scope="col">{currency}</th><th scope="col">{rate}</th><th scope="col">{of}</th><th scope="col">{source}</th></tr></thead>
                <tbody>{rates.data.items.map((one) => <Row key={one.currency} rate={one} />)}</tbody>
              </table>
            </Wide>
          )}
        </Card>
      </Stack>
    </>
  );
}

function Row({ rate }: { rate: Rate }) {
  return (
    <tr>
      <th scope="row">{rate.currency}</th>
      <td>{number(Number(rate.per_euro), DIGITS)}</td>
      <td><Time at={`${rate.day}T12:00:00Z`} as="day" />{rate.days_old > OLD_DAYS && <small className="warn">{text.daysOld(rate.days_old)}</small>}</td>
      <td>{text.sources[rate.source] ?? rate.source}</td>
    </tr>
  );
}
