-- Disputes that somebody opened on the supplier's own site: nobody here said what they are to bring.

alter table purchasing_disputes alter column wants drop not null,
    alter column refund_to drop not null;
