-- Where every article was seen, and when last, and which cluster it is in.
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
group by
    sighting.document_key,
    sighting.source_id,
    seen_at
order by
    sighting.document_key,
    sighting.source_id,
    seen_at;
