import { createContext, useContext } from 'react';

/** Inside a dialog what opens must open inside it: the browser lifts dialogs above all else. */
export const InDialog = createContext(false);

export function useInDialog(): boolean {
  return useContext(InDialog);
}
