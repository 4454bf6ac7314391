-- Where answers of buyers go: none, to the sender of all mails of this installation.

alter table letters_settings add column reply_to text check (reply_to <> '');
