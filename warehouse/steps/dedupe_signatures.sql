-- All documents that take part, with what is known of their texts without reading them.
select
    document_key,
    exact_digest,
    words,
    shingles
from signature_current
order by document_key;
