-- In how many clusters of copies each of the shingles $shingles stands, as far as it is sampled.
with sampled as (
    select
        document_key,
        unnest(sample) as shingle
    from signature_current
    where list_has_any(sample, $shingles::ubigint[])
)
select
    sampled.shingle,
    count(distinct coalesce(cluster_current.cluster_key, sampled.document_key)) as clusters
from sampled
left join cluster_current
    on sampled.document_key = cluster_current.document_key
where list_contains($shingles::ubigint[], sampled.shingle)
group by sampled.shingle
order by
    clusters,
    sampled.shingle;
