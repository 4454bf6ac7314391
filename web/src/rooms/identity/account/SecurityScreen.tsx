import { useState } from 'react';
import { Stack } from '../../../ui/PageHead.tsx';
import { AccountPage } from './parts/AccountPage.tsx';
import { FactorsCard } from './parts/FactorsCard.tsx';
import { PasswordCard } from './parts/PasswordCard.tsx';

export default function SecurityScreen() {
  const [changing, setChanging] = useState(false);
  return (
    <AccountPage>
      <Stack narrow>
        <FactorsCard calm={changing} />
        <PasswordCard open={changing} setOpen={setChanging} />
      </Stack>
    </AccountPage>
  );
}
