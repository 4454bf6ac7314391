import { useQueryClient } from '@tanstack/react-query';
import { isLanguage, type Language, LANGUAGES, setLanguage } from '../../../lib/language.ts';
import { ME, type Me, useMe } from '../../../lib/me.ts';
import { toast } from '../../../lib/toasts.ts';
import { useNow } from '../../../lib/useNow.ts';
import { Card } from '../../../ui/Card.tsx';
import { Form, SaveBar, Was } from '../../../ui/form/Form.tsx';
import { ChoiceField, TextField } from '../../../ui/form/fields.tsx';
import { useForm } from '../../../ui/form/useForm.ts';
import { Stack } from '../../../ui/PageHead.tsx';
import { told, words } from '../sign-in/refusals.ts';
import { changeMe } from './api.ts';
import { zones } from './model.ts';
import { AccountPage } from './parts/AccountPage.tsx';
import { EmailCard } from './parts/EmailCard.tsx';
import { text } from './text.ts';

export default function ProfileScreen() {
  const me = useMe();
  if (!me) return null;
  return (
    <AccountPage>
      <Stack narrow>
        <ProfileCard person={me.person} />
        <EmailCard email={me.person.email} />
      </Stack>
    </AccountPage>
  );
}

function ProfileCard({ person }: { person: Me['person'] }) {
  const client = useQueryClient();
  const now = useNow();
  const { name, language, zone, version } = person;
  const form = useForm({
    name: 'profile',
    initial: { name, language: String(language), zone },
    checks: { name: (value) => (value.trim() ? '' : words('name_missing')) },
    submit: async (values) => {
      await told(changeMe({ ...values, language: values.language as Language }, version));
      await client.invalidateQueries({ queryKey: ME });
    },
    onDone: (values) => {
      toast(text.saved);
      if (isLanguage(values.language)) setLanguage(values.language);
    },
  });
  return (
    <Card title={text.profile} padded>
      <Form form={form} label={text.profile}>
        <div>
          <TextField form={form} name="name" label={text.name} help={text.nameHelp} autoComplete="name" width="middle" />
          <Was form={form} name="name" />
        </div>
        <ChoiceField
          form={form}
          name="language"
          label={text.language}
          choices={Object.entries(LANGUAGES).map(([value, label]) => ({ value, label }))}
          width="middle"
        />
        <ChoiceField
          form={form}
          name="zone"
          label={text.zone}
          help={text.zoneHelp(clockIn(form.values.zone, now))}
          choices={zones(zone).map((one) => ({ value: one, label: one.replaceAll('_', ' ') }))}
          width="middle"
        />
        <SaveBar form={form} />
      </Form>
    </Card>
  );
}

/** What the clock shows in that zone. */
function clockIn(zone: string, now: number): string {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(now);
  } catch {
    return '–';
  }
}
