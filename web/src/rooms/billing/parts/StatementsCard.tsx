import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { language } from '../../../lib/language.ts';
import { attempt } from '../../../lib/useAct.ts';
import { Card } from '../../../ui/Card.tsx';
import { ErrorState } from '../../../ui/ErrorState.tsx';
import { Icon } from '../../../ui/Icon.tsx';
import { Loading } from '../../../ui/Loading.tsx';
import { Money } from '../../../ui/Money.tsx';
import { Sign } from '../../../ui/State.tsx';
import { type Month, monthsQuery, statementFile } from '../earningsApi.ts';
import { amount } from '../earningsModel.ts';
import { text } from '../earningsText.ts';
import classes from './earnings.module.css';

const READ_MS = 60_000;

/** Every month with something in it, to save and to print. */
export function StatementsCard() {
  const months = useQuery(monthsQuery);
  return (
    <Card title={text.statements} sub={text.statementsSub} padded={!months.data?.length}>
      {months.data?.length ? (
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        <div className={classes.scroll} tabIndex={0} role="group" aria-label={text.statements}>
          <table className={classes.table} aria-label={text.statements}>
            <tbody>{months.data.map((month) => <Row key={month.month} month={month} />)}</tbody>
          </table>
        </div>
      ) : months.data ? (
        <p className="muted">{text.noStatements}</p>
      ) : months.error ? (
        <ErrorState error={months.error} retry={() => void months.refetch()} />
      ) : (
        <Loading rows={3} />
      )}
    </Card>
  );
}

function Row({ month: { month, number, closed, home } }: { month: Month }) {
  return (
    <tr>
      <th scope="row">{month} <span className="faint">{number}</span></th>
      <td>{closed ? <Sign shape="check" colour="ok">{text.closed}</Sign> : <Sign shape="ring" colour="ink2">{text.goesOn}</Sign>}</td>
      <td>{home.map((one) => <span key={one.currency}>{text.figures.client} <Money {...amount(one, 'client')} /> </span>)}</td>
      <td>
        <span className={classes.files}>
          <Button size="xs" leftSection={<Icon name="download" />} aria-label={text.getPdf(number)} onClick={() => save(month, 'pdf')}>{text.pdf}</Button>
          <Button size="xs" aria-label={text.getCsv(number)} onClick={() => save(month, 'csv')}>{text.csv}</Button>
        </span>
      </td>
    </tr>
  );
}

function save(month: string, form: 'csv' | 'pdf'): void {
  attempt(async () => {
    const url = URL.createObjectURL(await statementFile(month, form, language()));
    const link = document.createElement('a');
    link.href = url;
    link.download = `statement-${month}.${form}`;
    link.click();
    // Some browsers begin to read the file only after the click is over.
    setTimeout(() => URL.revokeObjectURL(url), READ_MS);
  });
}
