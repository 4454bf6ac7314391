import { useState } from 'react';

export type Preview = {
  /** What this person looked at; an approval names it. */
  seen: string;
  /** Whether something else would be sent now. */
  moved: boolean;
  look: () => void;
  /** What this person does here moves the preview, and is no surprise. */
  follow: () => void;
};

export function usePreview(current: string): Preview {
  const [seen, setSeen] = useState(current);
  const [own, setOwn] = useState(false);
  if (own && seen !== current) {
    setSeen(current);
    setOwn(false);
  }
  return { seen, moved: seen !== current, look: () => setSeen(current), follow: () => setOwn(true) };
}
