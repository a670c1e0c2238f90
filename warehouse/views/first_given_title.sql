-- The title that came with a document's first sighting that gave one, as its key in the raw store.
create or replace view first_given_title as
select
    document_key,
    first(
        title_key
        order by
            fetched_at,
            source_id,
            url nulls last,
            publisher nulls last,
            given_title nulls last
    ) as title_key
from sighting
where title_key is not null
group by document_key;
comment on view first_given_title is 'The title that came with a document''s first sighting that gave one, as its key in the raw store.';
