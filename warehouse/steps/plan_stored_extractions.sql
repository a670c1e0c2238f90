-- Current extractions of documents that clean need not see again, for the steps after it.
select *
from extraction
where
    valid_to_run is null
    and document_key in (select unnest($documents::varchar[]))
order by document_key;
