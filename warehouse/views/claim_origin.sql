-- For each group and document that supports it: the origin it counts as, the lowest document reached by its edges.
-- Documents of one group are one origin where an edge that holds there (view group_edge) leads from one to the other,
-- or from both to one document, agency or outlet.
create or replace view claim_origin as
with recursive counting as (
    select distinct
        claim_group.group_key,
        claim_value.document_key
    from claim_value_current as claim_value
    inner join claim_group_current as claim_group
        on claim_value.claim_key = claim_group.claim_key
        and claim_value.attribute = claim_group.attribute
        and claim_value.value = claim_group.value
    where claim_value.counts
),
supporting as (
    -- where no edge holds, every document is its own origin: nothing to follow
    select counting.*
    from counting
    semi join group_edge
        on counting.group_key = group_edge.group_key
),
hub as (
    select
        supporting.group_key,
        supporting.document_key,
        supporting.document_key as hub
    from supporting
    union
    select
        group_key,
        document_key,
        right_key
    from group_edge
),
reached as (
    select
        group_key,
        document_key,
        document_key as other
    from supporting
    union
    select
        reached.group_key,
        reached.document_key,
        there.document_key
    from reached
    inner join hub as here
        on reached.group_key = here.group_key
        and reached.other = here.document_key
    inner join hub as there
        on here.group_key = there.group_key
        and here.hub = there.hub
)
select
    group_key,
    document_key,
    min(other) as origin
from reached
group by
    group_key,
    document_key
union all
select
    counting.group_key,
    counting.document_key,
    counting.document_key
from counting
anti join group_edge
    on counting.group_key = group_edge.group_key;
comment on view claim_origin is 'For each group and document that supports it: the origin it counts as. Documents of one group are one origin where they share a cluster, a canonical URL, a credited agency, a cited outlet or the quotation that says it.';
