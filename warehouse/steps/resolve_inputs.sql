-- What resolve consumes: each document's claims and metadata, its cluster, and where it was seen.
select
    sha256(to_json(['claims', document_key, step, output_digest])::varchar) as input_digest,
    document_key
from ledger_current
where
    step in ('clean', 'sign', 'extract')
    and outcome = 'loaded'
union
select
    sha256(to_json(['cluster', document_key, cluster_key, relation])::varchar),
    document_key
from cluster_current
union
select distinct
    sha256(to_json(['sighting', document_key, source_id, normalized_url, publisher, host])::varchar),
    document_key
from sighting
where document_key is not null
union
-- the order of revisions, not the times it comes from: seeing a page again changes nothing until it changes
select
    sha256(to_json(list_concat(['revisions', page], list(document_key order by revision)))::varchar),
    last(document_key order by revision)
from page_revision
where revisions > 1
group by page
order by input_digest;
