import { Button } from '@mantine/core';
import { useState } from 'react';
import { ChangePreview } from '../../ui/change/ChangePreview.tsx';
import { Chart } from '../../ui/chart/Chart.tsx';
import { FileDrop } from '../../ui/FileDrop.tsx';
import classes from './Gallery.module.css';

const HOURS = Array.from({ length: 24 }, (_, hour) => String(hour).padStart(2, '0'));
const TODAY = [1, 0, 0, 0, 0, 1, 2, 4, 5, 6, 7, 8, 9, 11, 9];
const BEFORE = [0, 1, 0, 0, 0, 1, 2, 3, 5, 5, 6, 7, 9, 9, 10, 7, 6, 7, 8, 9, 11, 9, 6, 3];

export function Charts() {
  return (
    <div className={classes.grid}>
      <Chart
        title="Orders today"
        finding="11 orders at 13 o’clock are the most; last Tuesday it was 9."
        kind="bar"
        points={HOURS}
        series={[{ name: 'Today', values: TODAY, open: 1 }, { name: 'Last Tuesday', values: BEFORE, compared: true }]}
        onPoint={() => {}}
      />
      <Chart title="How live the shops are" finding="Half are within 1.6 s." kind="line" unit="s" points={HOURS} series={[{ name: 'Event to proof', values: BEFORE.map((value) => 1 + value / 5) }]} />
    </div>
  );
}

export function Files() {
  const [file, setFile] = useState<File | null>(null);
  return <FileDrop label="Supplier price list" kinds={['.csv', '.xlsx']} bytes_max={10_000_000} file={file} onFile={setFile} />;
}

export function Previews() {
  return (
    <ChangePreview
      title="Coffee beans follow cost"
      state="proposed"
      facts="Number 1045, wanted by the rule Coffee beans at 14:30"
      figures={[
        { name: 'Changes', value: '22', more: 'at 5 shops' },
        { name: 'Step', value: '+5.4 %', more: 'median' },
        { name: 'Margin', value: '35.7 %', more: 'from 32.0' },
        { name: 'Calls', value: '22', more: 'about 14 s' },
      ]}
      at="approval"
      tally={{ ready: 16, held: 3, refused: 2, dry: 1 }}
      act={<><Button variant="filled" fullWidth>Approve and send 16</Button><Button fullWidth>Schedule</Button></>}
    />
  );
}
