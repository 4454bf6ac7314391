import { language } from '../../../lib/language.ts';
import { Facts } from '../../../ui/Facts.tsx';
import { Note } from '../../../ui/Note.tsx';
import { Shape, type ShapeName } from '../../../ui/Shape.tsx';
import type { Look, Platform } from '../api.ts';
import { text } from '../connectText.ts';
import { isGood, languageName, type Opened, opens } from '../model.ts';
import classes from './Looked.module.css';

const SHAPES: Readonly<Record<Opened, readonly [ShapeName, string]>> = {
  both: ['check', 'ok'],
  read: ['warn', 'warn'],
  nothing: ['octagon', 'bad'],
  unknown: ['check', 'ok'],
  unanswered: ['plug', 'bad'],
};

type Props = { look: Look; platform: Pick<Platform, 'scopes'> | undefined };

/** What a first look at a shop told, in words. */
export function Looked({ look, platform }: Props) {
  const opened = opens(look);
  const [shape, colour] = SHAPES[opened];
  return (
    <div className={classes.looked}>
      <p className={classes.verdict} role="status"><Shape name={shape} className={colour} /><span>{text.opens[opened]}</span></p>
      {look.known_as && <Note tone="accent" icon="undo">{text.knownAs(look.known_as)}</Note>}
      <Findings look={look} />
      <Missing look={look} platform={platform} />
      <Facts facts={facts(look)} />
    </div>
  );
}

function facts(look: Look): (readonly [string, React.ReactNode])[] {
  return [
    [text.shop, <bdi key="shop">{look.name}</bdi>],
    ...(look.address ? [[text.address, <bdi key="address">{look.address}</bdi>] as const] : []),
    ...(look.currency ? [[text.currency, look.currency] as const] : []),
    ...(look.time_zone ? [[text.zone, look.time_zone] as const] : []),
    ...(look.language ? [[text.language, languageName(look.language, language())] as const] : []),
    ...(look.version ? [[text.version, look.version] as const] : []),
  ];
}

function Findings({ look }: { look: Look }) {
  if (look.findings.length === 0) return null;
  return (
    <section aria-label={text.findings}>
      <ul className={classes.list}>
        {look.findings.map((finding) => (
          <li key={`${finding.code} ${finding.sentence}`}>
            <Shape name={finding.severity === 'error' ? 'octagon' : 'warn'} className={finding.severity === 'error' ? 'bad' : 'warn'} />
            <span lang="en">{finding.sentence}{finding.next_step && <small>{finding.next_step}</small>}</span>
          </li>
        ))}
      </ul>
      {!isGood(look) && opens(look) !== 'unanswered' && <p className="bad small">{text.mend}</p>}
    </section>
  );
}

/** Rights that were not granted, each with what it is for. */
function Missing({ look, platform }: Props) {
  if (look.missing.length === 0) return null;
  return (
    <section>
      <h3>{text.missingRights}</h3>
      <ul className={classes.list}>
        {look.missing.map((name) => (
          <li key={name}>
            <Shape name="dashedRing" className="warn" />
            <span><code>{name}</code><small lang="en">{platform?.scopes.find((scope) => scope.name === name)?.why ?? text.whyUnknown}</small></span>
          </li>
        ))}
      </ul>
      <p className="muted small">{text.missingMore}</p>
    </section>
  );
}
