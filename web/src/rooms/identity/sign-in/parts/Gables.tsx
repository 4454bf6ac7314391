// The row of gables at the foot of the sign-in pages; it stands nowhere else.
import classes from './Frame.module.css';

// One after the other on a strip of 689 by 121, which repeats.
const HOUSES = [
  'M3 120V77v-10h8v-10h8v-10h8v-10h12v10h8v10h8v10h8v10V120M29 120v-10a4 4 0 0 1 8 0v10M16.1 93.8h5v7h-5zM44.9 93.8h5v7h-5z',
  'M70 120V89v-11h9v-11h9v-11h8v11h9v11h9v11V120M88 120v-10a4 4 0 0 1 8 0v10',
  'M121 120V65v-10h7v-10h7v-10h7v-10h7v-10h16v10h7v10h7v10h7v10h7v10V120M153 120v-10a4 4 0 0 1 8 0v10M137.2 85.1h5v7h-5zM171.8 85.1h5v7h-5z',
  'M200 120V83v-12h11v-12h11v-12h8v12h11v12h11v12V120M222 120v-10a4 4 0 0 1 8 0v10M211 98.1h5v7h-5zM236 98.1h5v7h-5z',
  'M259 120V95v-9h6v-9h6v-9h6v-9h10v9h6v9h6v9h6v9V120M278 120v-10a4 4 0 0 1 8 0v10',
  'M312 120V71v-11h9v-11h9v-11h9v-11h10v11h9v11h9v11h9v11V120M340 120v-10a4 4 0 0 1 8 0v10M326.1 89.4h5v7h-5zM356.9 89.4h5v7h-5z',
  'M383 120V87v-12h10v-12h10v-12h10v12h10v12h10v12V120M404 120v-10a4 4 0 0 1 8 0v10',
  'M440 120V79v-10h8v-10h8v-10h8v-10h10v10h8v10h8v10h8v10V120M465 120v-10a4 4 0 0 1 8 0v10M452.6 95.2h5v7h-5zM480.4 95.2h5v7h-5z',
  'M505 120V93v-11h8v-11h8v-11h10v11h8v11h8v11V120M522 120v-10a4 4 0 0 1 8 0v10',
  'M554 120V69v-10h7v-10h7v-10h7v-10h7v-10h14v10h7v10h7v10h7v10h7v10V120M585 120v-10a4 4 0 0 1 8 0v10M569.7 88.0h5v7h-5zM603.3 88.0h5v7h-5z',
  'M631 120V83v-10h7v-10h7v-10h7v-10h12v10h7v10h7v10h7v10V120M654 120v-10a4 4 0 0 1 8 0v10M642.5 98.1h5v7h-5zM668.5 98.1h5v7h-5z',
].join('');

export function Gables() {
  return (
    <svg className={classes.gables} aria-hidden="true">
      <defs>
        <pattern id="gables" width="689" height="121" patternUnits="userSpaceOnUse">
          <path d={HOUSES} />
        </pattern>
      </defs>
      <rect className={classes.strip} width="100%" height="121" fill="url(#gables)" />
    </svg>
  );
}
