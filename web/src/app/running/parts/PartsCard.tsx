import { Bar } from '../../../ui/Bar.tsx';
import { Gable } from '../../../ui/Icon.tsx';
import { State } from '../../../ui/State.tsx';
import type { Part } from '../model.ts';
import { text } from '../text.ts';
import classes from './PartsCard.module.css';

const BAR_ROWS = ['a', 'b', 'c', 'd', 'e', 'f', 'g'];

type Props = { all: Part[]; loading: boolean; bars: boolean };

export function PartsCard({ all, loading, bars }: Props) {
  return (
    <section className="card" aria-label={text.parts} aria-busy={loading}>
      <table className={classes.table}>
        <thead>
          <tr>
            <th scope="col">{text.heads.part}</th>
            <th scope="col">{text.heads.state}</th>
            <th scope="col">{text.heads.about}</th>
            <th scope="col" className={classes.figure}>{text.heads.figure}</th>
          </tr>
        </thead>
        <tbody>{loading ? BAR_ROWS.map((key) => <BarRow key={key} visible={bars} />) : all.map(row)}</tbody>
      </table>
      {!loading && all.length === 0 && <Nothing />}
    </section>
  );
}

function row(part: Part) {
  return (
    <tr key={part.key}>
      <th scope="row" className={classes.name}>{part.name}</th>
      <td className={classes.state}><State name={part.state} /></td>
      <td className={classes.about}>
        {part.sentence}
        {part.nextStep && <span className={classes.next}>{part.nextStep}</span>}
      </td>
      <td className={classes.figure}>{part.figure}</td>
    </tr>
  );
}

function BarRow({ visible }: { visible: boolean }) {
  return (
    <tr aria-hidden="true">
      <td className={classes.name}><Bar visible={visible} className={classes.short} /></td>
      <td className={classes.state}><Bar visible={visible} className={classes.short} /></td>
      <td className={classes.about}><Bar visible={visible} className={classes.long} /></td>
      <td className={classes.figure}><Bar visible={visible} className={classes.tiny} /></td>
    </tr>
  );
}

function Nothing() {
  return (
    <div className={classes.nothing}>
      <Gable />
      <b>{text.nothing}</b>
      <p className="muted">{text.nothingMore}</p>
    </div>
  );
}
