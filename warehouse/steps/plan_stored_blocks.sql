-- Their current blocks.
select *
from block
where
    valid_to_run is null
    and document_key in (select unnest($documents::varchar[]))
order by
    document_key,
    position;
