-- How widely groups are supported: articles, publishers, their owners and independent origins, for the groups that
-- changed since the run of resolve's state (all of them where there is none). Rumour and opinion never corroborate.
-- The same by definition, for all groups: views claim_reading, claim_origin and article.
create or replace temp table support_document as
with known as (
    select coalesce(max(run), -1) as run
    from resolve_run
),
stirred as (
    select document_key
    from claim
    where valid_from_run >= (select run from known) or valid_to_run >= (select run from known)
    union
    select document_key
    from claim_value
    where valid_from_run >= (select run from known) or valid_to_run >= (select run from known)
    union
    select document_key
    from extraction
    where valid_from_run >= (select run from known) or valid_to_run >= (select run from known)
    union
    select left_key
    from independence_edge
    where valid_from_run >= (select run from known) or valid_to_run >= (select run from known)
    union
    select document_key
    from sighting
    where run >= (select run from known)
),
page_of_stirred as (
    select page
    from sighted_page
    where document_key in (select document_key from stirred)
    union
    select page_canonical
    from extraction
    where document_key in (select document_key from stirred)
    union
    select normalized_url
    from sighting
    where document_key in (select document_key from stirred)
)
select document_key
from stirred
union
-- revisions of their pages
select document_key
from sighted_page
where page in (select page from page_of_stirred);

create or replace temp table support_group as
with known as (
    select coalesce(max(run), -1) as run
    from resolve_run
)
select group_key
from claim_group
where valid_from_run >= (select run from known) or valid_to_run >= (select run from known)
union
select claim_group.group_key
from claim_group_current as claim_group
where claim_group.claim_key in (
    select claim_key
    from claim_value_current
    where document_key in (select document_key from support_document)
);

create or replace temp table support_member as
with asked_claim as materialized (
    select
        group_key,
        claim_key,
        attribute,
        value
    from claim_group_current
    where group_key in (select group_key from support_group)
),
stated as materialized (
    select
        claim.claim_key,
        claim.field,
        claim.char_start,
        claim.char_start + length(claim.quote) as char_end,
        quantity.raw,
        quantity.value as number
    from claim_current as claim
    left join quantity_current as quantity
        on claim.quantity_key = quantity.quantity_key
    where claim.claim_key in (select claim_key from asked_claim)
)
select
    asked_claim.group_key,
    claim_value.* exclude (step_digest, valid_from_run),
    case
        when claim_value.value_kind in ('number', 'date')
            and (claim_value.number is not distinct from stated.number or claim_value.value like 'not %')
        then coalesce(stated.raw, claim_value.value)
        else claim_value.value
    end as text,
    stated.field,
    stated.char_start,
    stated.char_end
from asked_claim
inner join claim_value_current as claim_value
    on asked_claim.claim_key = claim_value.claim_key
    and asked_claim.attribute = claim_value.attribute
    and asked_claim.value = claim_value.value
inner join stated
    on asked_claim.claim_key = stated.claim_key
semi join extraction_current as extraction
    on claim_value.document_key = extraction.document_key;

create or replace temp table support_supporting as
select
    group_key,
    document_key,
    count(distinct claim_key) as n_claims
from support_member
where counts
group by
    group_key,
    document_key;

-- as view group_edge has it
create or replace temp table support_edge as
select
    supporting.group_key,
    supporting.document_key,
    edge.right_key
from support_supporting as supporting
inner join support_member as member
    on supporting.group_key = member.group_key
    and supporting.document_key = member.document_key
inner join independence_edge_current as edge
    on supporting.document_key = edge.left_key
where
    member.counts
    and edge.kind <> 'same_bytes'
    and (
        edge.scope = 'document'
        or (
            member.field = 'text'
            and member.char_start < edge.passage_end
            and member.char_end > edge.passage_start
        )
    )
group by
    supporting.group_key,
    supporting.document_key,
    supporting.n_claims,
    edge.kind,
    edge.right_key
having count(distinct member.claim_key) = supporting.n_claims;

-- as view claim_origin has it
create or replace temp table support_origin as
with recursive tied as (
    select
        group_key,
        document_key
    from support_supporting
    where group_key in (select group_key from support_edge)
),
hub as (
    select
        group_key,
        document_key,
        document_key as hub
    from tied
    union
    select
        group_key,
        document_key,
        right_key
    from support_edge
),
reached as (
    select
        group_key,
        document_key,
        document_key as other
    from tied
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
    group_key,
    document_key,
    document_key
from support_supporting
where group_key not in (select group_key from support_edge);

delete from group_support
where group_key in (select group_key from support_group);

insert into group_support by name
with worded as (
    select
        group_key,
        subject_key,
        subject,
        attribute,
        rule,
        value_kind,
        value,
        number,
        unit,
        arg_min(text, claim_key) as text,
        count(*) as n_claims,
        count(*) filter (where counts) as n_counting,
        count(distinct document_key) as documents
    from support_member
    group by all
),
-- of readings that are tied by their figure those lead that the lexicon names, then those of most documents
described as (
    select
        group_key,
        unnest(
            first(
                {
                    'subject_key': subject_key,
                    'subject': subject,
                    'attribute': attribute,
                    'rule': rule,
                    'value_kind': value_kind,
                    'value': value,
                    'number': number,
                    'unit': unit,
                    'text': text
                }
                order by
                    rule = 'open',
                    documents desc,
                    subject_key is null,
                    attribute,
                    value,
                    subject,
                    subject_key
            )
        ),
        sum(n_claims) as n_claims,
        sum(n_counting) as n_counting
    from worded
    group by group_key
),
widths as (
    select
        origin.group_key,
        count(distinct article.article) filter (where article.is_current) as n_articles,
        -- what only a replaced revision says, nobody says now
        count(distinct article.publisher) filter (where article.is_current) as n_publishers,
        count(distinct article.owner) filter (where article.is_current) as n_owners,
        count(distinct origin.origin) as n_origins
    from support_origin as origin
    left join article
        on origin.document_key = article.document_key
    group by origin.group_key
)
select
    described.*,
    coalesce(widths.n_articles, 0) as n_articles,
    coalesce(widths.n_publishers, 0) as n_publishers,
    coalesce(widths.n_owners, 0) as n_owners,
    coalesce(widths.n_origins, 0) as n_origins
from described
left join widths
    on described.group_key = widths.group_key;
