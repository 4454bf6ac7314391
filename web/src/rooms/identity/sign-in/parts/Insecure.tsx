import { useQuery } from '@tanstack/react-query';
import { Note } from '../../../../ui/Note.tsx';
import { welcomeQuery } from '../api.ts';
import { keepingAddresses } from '../model.ts';
import { text } from '../text.ts';
import { Head } from './Frame.tsx';
import classes from './parts.module.css';

/** On plain http in a network nothing typed here would lead anywhere: says where it does. */
export function Insecure() {
  const { data } = useQuery(welcomeQuery);
  const { https, local } = keepingAddresses(window.location, data?.public_url ?? '');
  const ways = [
    ...(https ? [{ label: text.atHttps, url: https }] : []),
    { label: text.atLocal, url: local },
  ];
  return (
    <>
      <Head title={text.insecureTitle} lead={text.insecureMore(window.location.host)} />
      <dl className={classes.addresses}>
        {ways.map(({ label, url }) => (
          <div key={label}>
            <dt className="muted">{label}</dt>
            <dd><a className="link" href={url}>{url.replace(/[?#].*$/, '')}</a></dd>
          </div>
        ))}
      </dl>
      {data && !https && <Note icon="globe">{text.noHttps}</Note>}
    </>
  );
}
