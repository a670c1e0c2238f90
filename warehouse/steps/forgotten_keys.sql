-- What must not come again.
select
    document_key,
    page_digests,
    finished_at
from forgotten
order by document_key;
