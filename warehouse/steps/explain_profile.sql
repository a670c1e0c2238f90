-- What the profile in force knows of a page's host: the host under which the document was cleaned, else the one given.
select *
from host_profile_text
where
    valid_to_run is null
    and host = coalesce(
        (select extraction.host from extraction_current as extraction where extraction.document_key = $document_key),
        $host
    )
order by recurrence_key;
