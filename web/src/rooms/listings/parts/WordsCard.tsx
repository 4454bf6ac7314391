import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useMay } from '../../../lib/me.ts';
import { toast } from '../../../lib/toasts.ts';
import { Card } from '../../../ui/Card.tsx';
import { AreaField } from '../../../ui/form/fields.tsx';
import { Form, Submit } from '../../../ui/form/Form.tsx';
import { useForm } from '../../../ui/form/useForm.ts';
import { LISTINGS, saveWords, type Word, wordsQuery } from '../api.ts';
import { wordsIn } from '../model.ts';
import { text } from '../rulesText.ts';

/** Own words that listings shall not have, one in a line. */
export function WordsCard() {
  const { data } = useQuery(wordsQuery);
  const may = useMay()('listings.words.write');
  if (!data) return null;
  return (
    <Card title={text.words} padded>
      {may ? <Asked key={data.map((each) => each.text).join('\n')} words={data} /> : <p>{data.map((each) => each.text).join(', ')}</p>}
    </Card>
  );
}

function Asked({ words }: { words: readonly Word[] }) {
  const client = useQueryClient();
  const form = useForm({
    name: 'listing words',
    initial: { words: words.map((each) => each.text).join('\n') },
    submit: async ({ words: typed }) => {
      await saveWords(wordsIn(typed, words));
      toast(text.accepted);
      await client.invalidateQueries({ queryKey: LISTINGS });
    },
  });
  return (
    <Form form={form}>
      <AreaField form={form} name="words" label={text.words} help={text.wordsHelp} rows={5} />
      <Submit form={form}>{text.wordsSave}</Submit>
    </Form>
  );
}
