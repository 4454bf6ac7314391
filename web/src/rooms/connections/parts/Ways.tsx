import { Segments } from '../../../ui/Segments.tsx';
import type { Account, Platform, SignIn } from '../api.ts';
import { text } from '../connectText.ts';
import { KeysForm } from './KeysForm.tsx';
import classes from './Platforms.module.css';

type Props = { platform: Platform; way: string; onWay: (way: SignIn) => void; account?: Account };

/** How one signs in at this platform, if there are several ways, and the form for it. */
export function Ways({ platform, way: wished, onWay, account }: Props) {
  const way = platform.sign_ins.find((one) => one === wished) ?? platform.sign_ins[0] ?? 'typed_keys';
  return (
    <>
      <div className={classes.ways}>
        {platform.sign_ins.length > 1 && (
          <Segments label={text.way} value={way} choices={platform.sign_ins.map((value) => ({ value, label: text.ways[value] }))} onChange={onWay} />
        )}
        <p className="muted">{text.wayMore[way]}</p>
      </div>
      <KeysForm key={`${platform.name} ${way}`} platform={platform} way={way} {...(account && { account })} />
    </>
  );
}
