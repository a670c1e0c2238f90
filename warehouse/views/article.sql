-- Articles: every page (the source id where there is no URL) at which a current document was seen.
create or replace view article as
select distinct
    sighted.document_key,
    sighted.source_id,
    coalesce(sighted.page, sighted.source_id) as article,
    coalesce(sighted.publisher, extraction.publisher, sighted.host) as publisher,
    coalesce(owners.owner, sighted.publisher, extraction.publisher, sighted.host) as owner,
    newest.document_key is null or newest.document_key = sighted.document_key as is_current
from sighted_page as sighted
inner join extraction_current as extraction
    on sighted.document_key = extraction.document_key
left join page_revision as newest
    on sighted.page = newest.page
    and newest.revision = newest.revisions
left join publisher_owner_current as owners
    on coalesce(sighted.publisher, extraction.publisher, sighted.host) = owners.publisher;
comment on view article is 'Articles: every canonical URL (the source id where there is none) at which a current document was seen; is_current is false for a revision that a later one of the same URL replaced; owner is the publisher itself where the publisher file names none.';
