-- What says who wrote a page, what it is called and when it was changed; organisations credited as authors.

alter table extraction add column title_evidence varchar;
alter table extraction add column author_organizations varchar[];
alter table extraction add column authors_evidence varchar;
alter table extraction add column modified_precision varchar;
alter table extraction add column modified_evidence varchar;
comment on column extraction.title_evidence is 'Where the title was read: h1, og:title, json-ld, title, twitter:title, text, given; null where there is none.';
comment on column extraction.author_organizations is 'Agencies, outlets and desks that the page credits as author; null in rows of versions that did not look for them.';
comment on column extraction.authors_evidence is 'Where the authors were read: json-ld, meta:NAME, itemprop, property, rel=author, class, text; null where nobody is credited.';
comment on column extraction.modified_precision is 'month, day or second; a day is the calendar day that the page names, at midnight UTC.';
comment on column extraction.modified_evidence is 'Where the time of the last change was read.';
comment on column extraction.authors is 'Persons named as authors, in the page''s order and spelling; no organisations.';
comment on column extraction.published_precision is 'month, day or second; a day is the calendar day that the page names, at midnight UTC; a time without a zone counts as its day.';
