-- Corroboration
-- Which claims are made by several sources, and how many of these are independent of each other?
-- param about varchar default %: part of the subject, with % and _ as in like
-- param attribute varchar default %: name of the attribute, with % and _ as in like
-- param min_articles bigint default 2: articles that make the claim at least
-- param limit bigint default 100: rows at most
with asked as materialized (
    select *
    from claim_group_support
    where
        n_articles >= $min_articles::bigint
        and subject ilike '%' || $about || '%'
        and attribute ilike $attribute
    order by
        n_origins desc,
        n_articles desc,
        subject,
        attribute,
        group_key
    limit $limit::bigint
),
member as materialized (
    select
        claim_group.group_key,
        claim_group.claim_key,
        claim_group.attribute,
        claim_group.value
    from claim_group_current as claim_group
    where claim_group.group_key in (select group_key from asked)
),
counting as materialized (
    select distinct
        member.group_key,
        claim_value.document_key,
        claim_value.claim_key
    from claim_value_current as claim_value
    inner join member
        on claim_value.claim_key = member.claim_key
        and claim_value.attribute = member.attribute
        and claim_value.value = member.value
    where claim_value.counts
),
supporting as materialized (
    select
        counting.group_key,
        counting.document_key,
        extraction.source_id as document,
        count(*) as n_claims
    from counting
    inner join extraction_current as extraction
        on counting.document_key = extraction.document_key
    group by all
),
-- as view group_edge has it, for the groups asked for
edge_of_group as materialized (
    select
        supporting.group_key,
        supporting.document_key,
        supporting.document,
        edge.kind,
        edge.right_key
    from supporting
    inner join counting
        on supporting.group_key = counting.group_key
        and supporting.document_key = counting.document_key
    inner join independence_edge_current as edge
        on counting.document_key = edge.left_key
    inner join claim_current as claim
        on counting.claim_key = claim.claim_key
    where
        edge.kind <> 'same_bytes'
        and (
            edge.scope = 'document'
            or (
                claim.field = 'text'
                and claim.char_start < edge.passage_end
                and claim.char_start + length(claim.quote) > edge.passage_start
            )
        )
    group by
        supporting.group_key,
        supporting.document_key,
        supporting.document,
        supporting.n_claims,
        edge.kind,
        edge.right_key
    having count(distinct counting.claim_key) = supporting.n_claims
),
article_of_group as materialized (
    select distinct
        supporting.group_key,
        supporting.document,
        article.source_id
    from supporting
    inner join article
        on supporting.document_key = article.document_key
),
-- as view group_removed has it
removed as (
    select
        edge.group_key,
        edge.document,
        edge.kind as because,
        coalesce(origin.source_id, edge.right_key) as "of"
    from edge_of_group as edge
    left join extraction_current as origin
        on edge.right_key = origin.document_key
    left join supporting as in_group
        on edge.group_key = in_group.group_key
        and edge.right_key = in_group.document_key
    where
        in_group.document_key is not null
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
        group_key,
        source_id,
        'same_bytes',
        document
    from article_of_group
    where source_id <> document
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
        group_key,
        list(distinct source_id order by source_id) as documents
    from article_of_group
    group by group_key
)
select
    support.group_key as "group",
    support.subject,
    support.attribute,
    case
        when support.value_kind = 'number' and support.number is not null
            then support.number::double::union(number double, code varchar)
        when support.value_kind = 'number' then null -- a range; its text says it, and a number is never a word
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
from asked as support
inner join articles_of_group
    on support.group_key = articles_of_group.group_key
left join removed_of_group
    on support.group_key = removed_of_group.group_key
order by
    support.n_origins desc,
    support.n_articles desc,
    support.subject,
    support.attribute,
    support.group_key;
