-- What dedupe consumes: current signatures, and where their documents were seen (without run and fetched_at).
select distinct
    sha256(to_json(['signature', document_key, exact_digest, ledger_digest])::varchar) as input_digest,
    document_key
from signature_current
union
select distinct
    sha256(to_json(['sighting', document_key, normalized_url])::varchar) as input_digest,
    document_key
from sighting
where
    document_key is not null
    and normalized_url is not null
    and document_key in (select document_key from signature_current)
order by input_digest;
