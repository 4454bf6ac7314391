import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { proofGiven } from '../../../../lib/proof.ts';
import { Dialog } from '../../../../ui/Dialog.tsx';
import { DialogHead } from '../../../../ui/DialogHead.tsx';
import { Form, Submit } from '../../../../ui/form/Form.tsx';
import { TextField } from '../../../../ui/form/fields.tsx';
import { useForm } from '../../../../ui/form/useForm.ts';
import { Loading } from '../../../../ui/Loading.tsx';
import { knowsPasskeys, showPasskey } from '../../sign-in/passkeys.ts';
import { isCode } from '../../sign-in/model.ts';
import { Secret } from '../../sign-in/parts/Secret.tsx';
import { type Known, told, words } from '../../sign-in/refusals.ts';
import { text as signInText } from '../../sign-in/text.ts';
import { useFirst } from '../../sign-in/useFirst.ts';
import { useWait } from '../../sign-in/useWait.ts';
import { proofQuestion, prove, type Shown, waysQuery } from '../api.ts';
import { text } from '../factorText.ts';
import { offered } from '../model.ts';
import { text as common } from '../text.ts';
import classes from './account.module.css';

const TITLE = 'proof-title';
const leave = () => proofGiven(false);

/** By what the person can prove it: the easiest first, the others one click away. */
export default function ProofDialog() {
  const ways = useQuery(waysQuery);
  const [chosen, setChosen] = useState('');
  const all = offered(ways.data ?? ['password'], knowsPasskeys());
  const way = all.includes(chosen) ? chosen : (all[0] ?? 'password');
  return (
    <Dialog open onClose={leave} labelledBy={TITLE}>
      <DialogHead id={TITLE} title={text.proofTitle} onClose={leave} />
      {ways.isPending ? <Loading rows={2} /> : (
        <div className={classes.dialog}>
          <p className="muted">{text.proofMore}</p>
          <Way key={way} way={way} />
          {all.length > 1 && (
            <p className={classes.others}>
              {all.filter((one) => one !== way).map((one) => (
                <button key={one} type="button" className="link" onClick={() => setChosen(one)}>{text.ways[one]}</button>
              ))}
            </p>
          )}
        </div>
      )}
    </Dialog>
  );
}

const WRONG: Partial<Record<string, Known>> = { totp: 'code_wrong', recovery: 'recovery_wrong' };

function Way({ way }: { way: string }) {
  const ref = useFirst<HTMLDivElement>();
  const wait = useWait();
  const wrong = WRONG[way];
  const form = useForm({
    name: `proof-${way}`,
    initial: { shown: '' },
    secrets: ['shown'],
    checks: { shown: (value) => (way === 'totp' && !isCode(value) ? words('code_wrong') : '') },
    submit: async ({ shown }) =>
      wait.heed(told(prove(await proofOf(way, shown)), { at: 'shown', as: wrong ? { rejected: wrong } : {} })),
    onDone: () => proofGiven(true),
  });
  return (
    <div ref={ref}>
      <Form form={form} label={text.proofTitle}>
        {way === 'password' && (
          <Secret form={form} name="shown" label={signInText.password} autoComplete="current-password" autoFocus large={false} />
        )}
        {(way === 'totp' || way === 'recovery') && (
          <TextField
            form={form}
            name="shown"
            label={way === 'totp' ? signInText.code : signInText.recovery}
            autoComplete={way === 'totp' ? 'one-time-code' : 'off'}
            inputMode={way === 'totp' ? 'numeric' : 'text'}
            autoFocus
          />
        )}
        <div className={classes.buttons}>
          <Button onClick={leave}>{common.cancel}</Button>
          <Submit form={form} why={wait.left_s > 0 ? signInText.nextTry(wait.left_s) : ''}>
            {way === 'passkey' ? text.ways['passkey'] : text.proofGo}
          </Submit>
        </div>
      </Form>
    </div>
  );
}

async function proofOf(way: string, shown: string): Promise<Shown> {
  if (way === 'passkey') return { passkey: await showPasskey((await proofQuestion()).options) };
  if (way === 'totp') return { code: shown };
  return way === 'recovery' ? { recovery: shown } : { password: shown };
}
