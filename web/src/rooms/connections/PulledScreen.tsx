import { AccountPage } from './parts/AccountPage.tsx';
import { FeedsCard } from './parts/FeedsCard.tsx';

/** What was read of one shop and what is being read, with the way to each list. */
export default function PulledScreen() {
  return <AccountPage>{(account) => <FeedsCard account={account} />}</AccountPage>;
}
