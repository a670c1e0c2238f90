-- The pairs that unite documents of the stirred clusters.
select
    left_key,
    right_key
from duplicate_pair_current
semi join stirred_document on stirred_document.document_key = duplicate_pair_current.left_key
where relation <> 'contains'
order by
    left_key,
    right_key;
