-- Clusters and their copies
-- Which documents are copies, excerpts or revisions of one another, and which pair links them?
-- param limit bigint default 100: rows at most
select
    cluster.cluster_key,
    extraction.source_id as document,
    extraction.publisher,
    cluster.representative,
    cluster.relation,
    linked.source_id as linked_to,
    round(pair.jaccard, 3) as jaccard,
    round(pair.containment, 3) as containment,
    cluster.document_key
from cluster_current as cluster
inner join extraction_current as extraction using (document_key)
left join extraction_current as linked on cluster.linked_to = linked.document_key
left join duplicate_pair_current as pair
    on least(pair.left_key, pair.right_key) = least(cluster.document_key, cluster.linked_to)
    and greatest(pair.left_key, pair.right_key) = greatest(cluster.document_key, cluster.linked_to)
    and pair.relation = cluster.relation
where cluster.cluster_key in (
    select cluster_key
    from cluster_current
    group by cluster_key
    having count(*) > 1
)
order by
    cluster.cluster_key,
    cluster.representative desc,
    document
limit $limit::bigint;
