import { Link } from '../../../ui/Link.tsx';
import { Frame } from './parts/Frame.tsx';
import classes from './parts/parts.module.css';
import { text } from './text.ts';
import { titles } from './titles.ts';

/** The sign-in was right, and the browser dropped the cookie that says so. */
export default function CookieScreen() {
  return (
    <Frame name={titles.cookie} title={text.cookieTitle} lead={text.cookieMore} keeps wide>
      <p className="muted">{text.cookieNext}</p>
      <Link to="/sign-in" className={`button filled ${classes.big}`}>{text.tryAgain}</Link>
    </Frame>
  );
}
