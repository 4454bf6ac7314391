import { Button } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { toast } from '../../lib/toasts.ts';
import { attempt } from '../../lib/useAct.ts';
import { ValueWords } from '../../ui/change/ValueWords.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { DialogHead } from '../../ui/DialogHead.tsx';
import { type Clash, type Edit, productQuery, PRODUCTS, save, type Whole } from './api.ts';
import classes from './parts/catalog.module.css';
import { fieldName, text } from './productText.ts';

type Save = (edits: readonly Edit[], added?: readonly Record<string, unknown>[]) => Promise<void>;

/** What a card with fields gets: the product as the fields show it, and the way to save them. */
export type FormProps = { whole: Whole; save: Save };

export type Saving = {
  save: Save;
  dialog: React.ReactNode;
};

/** Saves what does not clash, and asks about what does: what was read, what is wanted, what is there now. */
export function useSaving(whole: Whole, onSaved: (now: Whole) => void): Saving {
  const client = useQueryClient();
  const [clashes, setClashes] = useState<readonly Clash[]>([]);

  async function run(edits: readonly Edit[], added: readonly Record<string, unknown>[] = []): Promise<void> {
    if (edits.length === 0 && added.length === 0) return;
    const done = await save(whole.id, edits, added);
    client.setQueryData(productQuery(whole.id).queryKey, done.product);
    onSaved(done.product);
    setClashes(done.clashes);
    if (done.clashes.length === 0) toast(text.saved);
    void client.invalidateQueries({ queryKey: PRODUCTS });
  }

  const settle = (clash: Clash) => setClashes((all) => all.filter((one) => one !== clash));
  const mine = (clash: Clash) =>
    attempt(async () => {
      await run([{ variant_id: clash.id === whole.id ? null : clash.id, field: clash.field, was: clash.theirs, now: clash.ours }]);
      settle(clash);
    });

  return {
    save: run,
    dialog: (
      <Dialog open={clashes.length > 0} onClose={() => setClashes([])} labelledBy="clash-title" wide>
        <DialogHead id="clash-title" title={text.clashTitle} onClose={() => setClashes([])} />
        <div className={classes.dialog}>
          <p className="muted">{text.clashMore}</p>
          {clashes.map((clash) => (
            <section key={`${clash.id} ${clash.field}`} className={classes.clash} aria-label={fieldName(clash.field)}>
              <h3>{fieldName(clash.field)}</h3>
              <dl>
                {(['base', 'ours', 'theirs'] as const).map((side) => [
                  <dt key={side}>{text[side]}</dt>,
                  <dd key={`${side} value`}><ValueWords field={clash.field} value={clash[side]} /></dd>,
                ])}
              </dl>
              <div className={`${classes.acts} ${classes.end}`}>
                <Button onClick={() => settle(clash)}>{text.keep}</Button>
                <Button variant="filled" onClick={() => mine(clash)}>{text.takeMine}</Button>
              </div>
            </section>
          ))}
        </div>
      </Dialog>
    ),
  };
}
