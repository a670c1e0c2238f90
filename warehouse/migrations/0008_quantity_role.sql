-- What an amount is to a change: see claimhouse.extractors.quantity.roles.

alter table quantity add column role varchar;
comment on column quantity.role is 'What the amount is to a change: by (the difference), from (the value before) or to (the value after), "rose 5 % to $12 million from $11.4 million"; null where no change is told, and in rows of versions that did not look for it.';
