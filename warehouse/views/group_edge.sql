-- For each group and document that supports it: the independence edges of the document that hold for its claims there.
-- An edge of a passage holds where all the claims by which the document supports the group overlap such a passage.
create or replace view group_edge as
with supporting as (
    select distinct
        claim_group.group_key,
        claim_value.document_key,
        claim_value.claim_key,
        claim.field,
        claim.char_start,
        claim.char_start + length(claim.quote) as char_end
    from claim_value_current as claim_value
    semi join independence_edge_current as edge
        on claim_value.document_key = edge.left_key
    inner join claim_group_current as claim_group
        on claim_value.claim_key = claim_group.claim_key
        and claim_value.attribute = claim_group.attribute
        and claim_value.value = claim_group.value
    inner join claim_current as claim
        on claim_value.claim_key = claim.claim_key
    where claim_value.counts
),
claims_of_document as (
    select
        group_key,
        document_key,
        count(*) as n_claims
    from supporting
    group by
        group_key,
        document_key
),
held as (
    select
        supporting.group_key,
        supporting.document_key,
        edge.kind,
        edge.right_key,
        count(distinct supporting.claim_key) as n_claims
    from supporting
    inner join independence_edge_current as edge
        on supporting.document_key = edge.left_key
    where
        edge.kind <> 'same_bytes'
        and (
            edge.scope = 'document'
            or (
                supporting.field = 'text'
                and supporting.char_start < edge.passage_end
                and supporting.char_end > edge.passage_start
            )
        )
    group by
        supporting.group_key,
        supporting.document_key,
        edge.kind,
        edge.right_key
)
select
    held.group_key,
    held.document_key,
    held.kind,
    held.right_key
from held
inner join claims_of_document
    on held.group_key = claims_of_document.group_key
    and held.document_key = claims_of_document.document_key
where held.n_claims = claims_of_document.n_claims;
comment on view group_edge is 'For each group and document that supports it: the independence edges of the document that hold for its claims there. An edge of a passage holds where all claims by which the document supports the group overlap such a passage.';
