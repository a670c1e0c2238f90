-- When an article was published, as the row says that brought it.

alter table sighting add column given_date varchar;
comment on column sighting.given_date is 'Date of publication given beside the payload, as written; taken where the page does not state one.';
