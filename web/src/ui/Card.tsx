import { type ReactNode, useId } from 'react';

type Props = {
  title?: ReactNode;
  sub?: ReactNode;
  end?: ReactNode;
  /** With the space of text around it; tables and lists go to the edge. */
  padded?: boolean;
  label?: string;
  children?: ReactNode;
};

/** One question, one card. */
export function Card({ title, sub, end, padded = false, label, children }: Props) {
  const id = useId();
  return (
    <section className="card" aria-labelledby={title === undefined ? undefined : id} aria-label={label}>
      {title !== undefined && (
        <div className="card-head">
          <h2 id={id}>{title}</h2>
          {sub !== undefined && <span className="sub">{sub}</span>}
          {end !== undefined && <span className="end">{end}</span>}
        </div>
      )}
      {padded ? <div className="card-body">{children}</div> : children}
    </section>
  );
}
