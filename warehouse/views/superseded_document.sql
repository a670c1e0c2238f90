-- Documents that a later revision of their page replaced, with the document that stands there now.
create or replace view superseded_document as
select
    earlier.document_key,
    min(newest.document_key) as successor_key,
    arg_min(newest.source_id, newest.document_key) as superseded_by
from page_revision as earlier
inner join page_revision as newest
    on earlier.page = newest.page
    and newest.revision = newest.revisions
    and earlier.document_key <> newest.document_key
where earlier.document_key not in (select document_key from article where is_current)
group by earlier.document_key;
comment on view superseded_document is 'Documents that a later revision replaced at every page where they were seen, with the document that stands there now (superseded_by is its source id).';
