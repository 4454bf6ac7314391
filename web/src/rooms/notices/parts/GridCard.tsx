import { Checkbox } from '@mantine/core';
import { Fragment } from 'react';
import { Card } from '../../../ui/Card.tsx';
import { Form, SaveBar } from '../../../ui/form/Form.tsx';
import { useForm } from '../../../ui/form/useForm.ts';
import { Icon } from '../../../ui/Icon.tsx';
import { Link } from '../../../ui/Link.tsx';
import type { Channel, Grid, Kind, Way } from '../api.ts';
import { groups, hoursOf, pairsOf, picks, toggledPair, usualPairs, wanted } from '../model.ts';
import { text } from '../text.ts';
import { useChoosing } from '../useChoosing.ts';
import classes from './GridCard.module.css';

/** Kinds by ways; a way that is not set up says so instead of showing boxes that do nothing. */
export function GridCard({ grid }: { grid: Grid }) {
  const choose = useChoosing();
  const form = useForm({
    name: 'notices grid',
    initial: { pairs: pairsOf(grid) },
    submit: ({ pairs }) => choose(grid, wanted(grid, picks(grid, pairs), hoursOf(grid))),
  });
  const { pairs } = form.values;
  const ways = grid.channels.filter((way) => way.channel !== 'webhook');
  const toggle = (kind: string, channel: Channel) => form.set('pairs', toggledPair(pairs, kind, channel));

  return (
    <Card
      title={text.grid}
      end={<button type="button" className="link small" onClick={() => form.set('pairs', usualPairs(grid))}>{text.usual}</button>}
    >
      <Form form={form} label={text.grid}>
        <table className={classes.grid}>
          <thead>
            <tr>
              <th scope="col">{text.kind}</th>
              {ways.map((way) => (
                <th key={way.channel} scope="col" className={way.chosen ? '' : classes.unset}>
                  {text.channels[way.channel]}
                  {!way.chosen && <small>{text.notSetUp}</small>}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {groups(grid.kinds).map((group) => (
              <Fragment key={group.name}>
                <tr className={classes.group}>
                  <th scope="rowgroup" colSpan={ways.length + 1}>{(text.groups as Record<string, string>)[group.name] ?? group.name}</th>
                </tr>
                {group.kinds.map((kind) => <Row key={kind.kind} kind={kind} ways={ways} pairs={pairs} onToggle={toggle} />)}
              </Fragment>
            ))}
          </tbody>
        </table>
        <SaveBar form={form} />
      </Form>
      <Unset ways={grid.channels} />
    </Card>
  );
}

type RowProps = { kind: Kind; ways: readonly Way[]; pairs: readonly string[]; onToggle: (kind: string, channel: Channel) => void };

function Row({ kind, ways, pairs, onToggle }: RowProps) {
  return (
    <tr>
      <th scope="row">
        {kind.title}
        {kind.urgent && <span className={classes.urgent} title={text.urgentMore}><Icon name="bolt" size={12} /><span className="sr">. {text.urgentMore}</span></span>}
      </th>
      {ways.map(({ channel, chosen }) => (
        <td key={channel} className={chosen ? '' : classes.unset}>
          {!chosen ? (
            <span className="faint" aria-label={text.notSetUp}>–</span>
          ) : channel === 'email' && kind.always_mailed ? (
            <span className="faint small" title={text.alwaysMore}>{text.always}</span>
          ) : (
            <Checkbox
              size="xs"
              aria-label={text.tell(kind.title, text.channels[channel])}
              checked={pairs.includes(`${kind.kind} ${channel}`)}
              onChange={() => onToggle(kind.kind, channel)}
            />
          )}
        </td>
      ))}
    </tr>
  );
}

/** Why some ways cannot be chosen here. */
function Unset({ ways }: { ways: readonly Way[] }) {
  const reasons = text.whyNot as Record<string, string>;
  return (
    <ul className={classes.why}>
      <li className={classes.legend}><Icon name="bolt" size={12} />{text.urgentMore}</li>
      {ways.filter((way) => !way.chosen).map(({ channel, why_not: said }) => (
        <li key={channel}>
          <b>{text.channels[channel]}</b> {reasons[channel] ?? said}
          {channel === 'webhook' && <> <Link to="/settings/webhooks" className="link">{text.toWebhooks}</Link></>}
        </li>
      ))}
    </ul>
  );
}
