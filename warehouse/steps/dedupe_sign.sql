-- Takes in the signatures in `signed` (document_key, exact_digest, words, shingles, sample) of texts that come alone.
insert into signature by name
select
    *,
    '' as ledger_digest,
    1 as valid_from_run,
    null as valid_to_run
from signed;
