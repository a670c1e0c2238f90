-- Where articles were seen, and when last, and which cluster each is in: those offered as asked (document_key), and those
-- that share a cluster or a page with one of them.
with wanted as materialized (
    select document_key
    from asked
    union
    select document_key
    from cluster_current
    where cluster_key in (select cluster_key from cluster_current where document_key in (select document_key from asked))
    union
    select document_key
    from sighted_page
    where page in (select page from sighted_page where document_key in (select document_key from asked))
)
select
    sighting.document_key,
    sighting.source_id,
    sighting.page as seen_at,
    max(sighting.fetched_at) as fetched_at,
    any_value(cluster_current.cluster_key) as cluster,
    coalesce(bool_or(cluster_current.representative), false) as representative,
    any_value(cluster_current.relation) as relation
from sighted_page as sighting
inner join extraction_current
    on sighting.document_key = extraction_current.document_key
left join cluster_current
    on sighting.document_key = cluster_current.document_key
where sighting.document_key in (select document_key from wanted)
group by
    sighting.document_key,
    sighting.source_id,
    seen_at
order by
    sighting.document_key,
    sighting.source_id,
    seen_at;
