-- Who said it
-- On whose word do the claims stand, and in how many documents (versions of a page as one) does each speaker appear?
-- param speaker varchar default %: part of the speaker's name, with % and _ as in like
-- param limit bigint default 50: rows at most
with page as (
    select
        document_key,
        min(article) as article
    from article
    group by document_key
),
said as (
    select
        -- the name of whom the collection knows by it: "Roe" is Jane Roe where the text names her in full
        coalesce(entity.name, claim.speaker_name, claim.speaker) as said_by,
        case
            when attribution.speaker_kind = 'pronoun' and claim.speaker_name is not null then 'named'
            else attribution.speaker_kind
        end as speaker_kind,
        coalesce(page.article, claim.document_key) as article,
        attribution.direct,
        claim.quote,
        claim.claim_key
    from claim_current as claim
    inner join attribution_current as attribution using (attribution_key)
    left join page
        on claim.document_key = page.document_key
    left join entity_member_current as member
        on claim.document_key = member.document_key
        and claim.speaker_name = member.name
    left join entity_current as entity
        on member.entity_key = entity.entity_key
    where claim.speaker is not null
)
select
    said_by,
    speaker_kind,
    count(*) as claims,
    count(distinct article) as documents,
    count(*) filter (where direct) as quoted_directly,
    arg_min(quote, claim_key) as example
from said
where said_by ilike '%' || $speaker || '%'
group by
    said_by,
    speaker_kind
order by
    claims desc,
    said_by,
    speaker_kind
limit $limit::bigint;
