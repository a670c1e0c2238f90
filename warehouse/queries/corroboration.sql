-- Corroboration
-- Which claims are made by several sources, and how many of these are independent of each other?
-- param about varchar default %: part of the subject, with % and _ as in like
-- param attribute varchar default %: name of the attribute, with % and _ as in like
-- param min_articles bigint default 2: articles that make the claim at least
-- param limit bigint default 100: rows at most
with supporting as (
    select distinct
        reading.group_key,
        reading.document_key,
        reading.document
    from claim_reading as reading
    where reading.counts
),
removed as (
    select
        supporting.group_key,
        list(
            distinct {
                'document': supporting.document,
                'because': edge.kind,
                'of': coalesce(origin.source_id, edge.right_key)
            }
        ) as removed
    from supporting
    inner join independence_edge_current as edge
        on supporting.document_key = edge.left_key
    left join extraction_current as origin
        on edge.right_key = origin.document_key
    group by supporting.group_key
)
select
    support.group_key as "group",
    support.subject,
    support.attribute,
    case
        when support.value_kind = 'number' and support.number is not null
            then support.number::double::union(number double, code varchar)
        else support.value::union(number double, code varchar)
    end as value,
    support.unit,
    support.text,
    support.n_articles,
    support.n_publishers,
    support.n_origins,
    (
        select list(distinct supporting.document order by supporting.document)
        from supporting
        where supporting.group_key = support.group_key
    ) as documents,
    coalesce(list_sort(removed.removed), []) as removed
from claim_group_support as support
left join removed
    on support.group_key = removed.group_key
where
    support.n_articles >= $min_articles::bigint
    and support.subject ilike '%' || $about || '%'
    and support.attribute ilike $attribute
order by
    support.n_origins desc,
    support.n_articles desc,
    support.subject,
    support.attribute,
    support.group_key
limit $limit::bigint;
