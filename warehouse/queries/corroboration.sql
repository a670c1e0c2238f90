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
edge_of_group as (
    select
        supporting.group_key,
        supporting.document_key,
        supporting.document,
        edge.kind,
        edge.right_key
    from supporting
    inner join group_edge as edge
        on supporting.group_key = edge.group_key
        and supporting.document_key = edge.document_key
),
removed as (
    -- a copy counts no more where what it copies, or a lower copy of the same, is in the group too
    select
        edge.group_key,
        edge.document,
        edge.kind as because,
        coalesce(origin.source_id, edge.right_key) as "of"
    from edge_of_group as edge
    left join extraction_current as origin
        on edge.right_key = origin.document_key
    where
        exists (
            select 1
            from supporting
            where
                supporting.group_key = edge.group_key
                and supporting.document_key = edge.right_key
        )
        or exists (
            select 1
            from edge_of_group as lower_edge
            where
                lower_edge.group_key = edge.group_key
                and lower_edge.right_key = edge.right_key
                and lower_edge.document_key < edge.document_key
        )
    union
    select
        supporting.group_key,
        article.source_id,
        'same_bytes',
        supporting.document
    from supporting
    inner join article
        on supporting.document_key = article.document_key
    where article.source_id <> supporting.document
),
removed_of_group as (
    select
        group_key,
        list({'document': document, 'because': because, 'of': "of"} order by document, because, "of") as removed
    from removed
    group by group_key
),
articles_of_group as (
    select
        supporting.group_key,
        list(distinct article.source_id order by article.source_id) as documents
    from supporting
    inner join article
        on supporting.document_key = article.document_key
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
    support.n_owners,
    support.n_origins,
    articles_of_group.documents,
    coalesce(removed_of_group.removed, []) as removed
from claim_group_support as support
inner join articles_of_group
    on support.group_key = articles_of_group.group_key
left join removed_of_group
    on support.group_key = removed_of_group.group_key
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
