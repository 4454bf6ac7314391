import { useCallback, useEffect, useRef, useState } from 'react';
import { readDraft } from '../../lib/drafts.ts';
import type { Whole } from './api.ts';

const FORMS = ['product', 'sorting', 'attributes'];

type Base = {
  base: Whole;
  /** Something is typed where no draft is kept. */
  hold: (busy: boolean) => void;
  /** It was saved: this is what everybody sees now. */
  settle: (now: Whole) => void;
};

/** The product as its fields were filled from it: it follows the news while nothing is typed. */
export function useBase(whole: Whole): Base {
  const [base, settle] = useState(whole);
  const held = useRef(false);
  const hold = useCallback((busy: boolean) => {
    held.current = busy;
  }, []);
  useEffect(() => {
    const names = [...FORMS.map((form) => `${form} ${whole.id}`), ...Object.keys(whole.translations).map((language) => `translation ${whole.id} ${language}`)];
    const isTyped = held.current || names.some((name) => readDraft(name) !== null);
    if (!isTyped) settle(whole);
  }, [whole]);
  return { base, hold, settle };
}
