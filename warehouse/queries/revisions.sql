-- Revisions
-- Which pages were seen with changed text, in which order, and which text is current?
select
    page,
    revision,
    revision = revisions as is_current,
    source_id as document,
    fetched_at,
    document_key
from page_revision
where revisions > 1
order by
    page,
    revision;
