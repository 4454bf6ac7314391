import { useQuery } from '@tanstack/react-query';
import { demoQuery, welcomeQuery } from './api.ts';

/** Where a mail is found: sent, in the mail box of a demo, or with the operator. */
export type MailWay = 'sent' | 'box' | 'operator';

export function useMailWay(): MailWay {
  const ready = useQuery(welcomeQuery).data?.mail_ready ?? true;
  const demo = useQuery({ ...demoQuery, enabled: !ready }).data ?? false;
  if (ready) return 'sent';
  return demo ? 'box' : 'operator';
}
