// A passkey is added and shown at sign-in; the key itself is Chromium's own virtual one.
import { expect } from '../expect.mjs';
import { joined } from '../people.mjs';

export const looks = ['desktop-dark', 'phone-light'];

const KEY = {
  protocol: 'ctap2',
  transport: 'internal',
  hasResidentKey: true,
  hasUserVerification: true,
  isUserVerified: true,
  automaticPresenceSimulation: true,
};

export default async function walk({ world, visitor, shot, signIn, signOut, typeIn }) {
  const person = await joined(world, { name: 'Rizky Pratama' });
  const page = await visitor();
  const browser = await page.context().newCDPSession(page);
  await browser.send('WebAuthn.enable');
  await browser.send('WebAuthn.addVirtualAuthenticator', { options: KEY });

  await signIn(page, person, '/me/security');
  await page.getByRole('button', { name: 'Add a passkey' }).click();
  await shot(page, 'security.passkey');
  await page.getByLabel('Name').fill('Laptop of Rizky');
  await page.getByRole('button', { name: 'Make the passkey' }).click();
  await page.getByRole('button', { name: 'I have kept them' }).click();
  await expect(page.getByText('Laptop of Rizky'), 'the passkey is listed');
  await shot(page, 'security.with-passkey');

  await signOut(page);
  await typeIn(page, person);
  await page.getByRole('button', { name: 'Use a passkey' }).waitFor();
  await shot(page, 'sign-in.passkey');
  await page.getByRole('button', { name: 'Use a passkey' }).click();
  await page.getByRole('heading', { name: 'Today' }).waitFor();
  await page.goto(`${world.address}/me/sessions`);
  await expect(page.getByText('second factor shown'), 'the session knows that the passkey was shown');
}
