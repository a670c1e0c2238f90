-- Said in many places, from one source
-- Which claims stand in several articles and come from one origin only, and whom do they copy?
-- param about varchar default %: part of the subject, with % and _ as in like
-- param min_articles bigint default 2: articles that make the claim at least
-- param limit bigint default 100: rows at most
select
    support.group_key as "group",
    support.subject,
    support.attribute,
    support.text,
    (
        select arg_min(reading.sentence, (length(reading.sentence), reading.claim_key))
        from claim_reading as reading
        where reading.group_key = support.group_key
    ) as sentence,
    support.n_articles,
    support.n_publishers,
    support.n_owners,
    coalesce(list(distinct edge.kind order by edge.kind) filter (where edge.kind is not null), []) as because,
    coalesce(
        list(distinct coalesce(origin.source_id, edge.right_key) order by coalesce(origin.source_id, edge.right_key))
            filter (where edge.right_key is not null),
        []
    ) as origins
from claim_group_support as support
left join group_edge as edge
    on support.group_key = edge.group_key
left join extraction_current as origin
    on edge.right_key = origin.document_key
where
    support.n_origins = 1
    and support.n_articles >= $min_articles::bigint
    and support.subject ilike '%' || $about || '%'
group by all
order by
    support.n_articles desc,
    support.subject,
    support.attribute,
    support.group_key
limit $limit::bigint;
