-- For each group the articles that do not count as origins of their own, each by the edge that removed it.
create or replace view group_removed as
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
)
-- a copy counts no more where what it copies, or a lower copy of the same, is in the group too
select
    edge.group_key,
    edge.document_key,
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
    supporting.document_key,
    article.source_id,
    'same_bytes',
    supporting.document
from supporting
inner join article
    on supporting.document_key = article.document_key
where article.source_id <> supporting.document;
comment on view group_removed is 'For each group the articles that do not count as origins of their own: because names the edge that removed it, of the article, agency or outlet that it follows.';
