-- The texts of the documents in table `wanted` (document_key).
select
    extraction_current.document_key,
    extraction_current.text
from extraction_current
join wanted on wanted.document_key = extraction_current.document_key
order by extraction_current.document_key;
