-- Documents that were forgotten, by the first characters of their keys.
select
    document_key,
    run,
    forgotten_at,
    finished_at
from forgotten
where
    length($document) >= 6
    and starts_with(document_key, lower($document))
order by document_key;
