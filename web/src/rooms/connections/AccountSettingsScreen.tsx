import { useMay } from '../../lib/me.ts';
import { Stack } from '../../ui/PageHead.tsx';
import { AccountPage } from './parts/AccountPage.tsx';
import { ModeCard } from './parts/ModeCard.tsx';
import { KeysCard, PartCard } from './parts/PartCard.tsx';
import { RenameCard } from './parts/RenameCard.tsx';

/** Its name, whether changes go out, new keys, the end of it. */
export default function AccountSettingsScreen() {
  const may = useMay()('connections.account.write');
  return (
    <AccountPage>
      {(account) => (
        <Stack narrow>
          <RenameCard key={account.name} account={account} may={may} />
          {account.state !== 'disconnected' && <ModeCard account={account} />}
          {may && <KeysCard account={account} />}
          {may && account.state !== 'disconnected' && <PartCard account={account} />}
        </Stack>
      )}
    </AccountPage>
  );
}
