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
union
-- the order of revisions, not the times it comes from: seeing a page again changes nothing until it changes
select
    sha256(to_json(list_concat(['revisions', page], list(document_key order by revision)))::varchar),
    last(document_key order by revision)
from page_revision
where revisions > 1
group by page
order by input_digest;
