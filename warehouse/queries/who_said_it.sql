-- Who said it
-- On whose word do the claims stand, and in how many documents does each speaker appear?
-- param speaker varchar default %: part of the speaker's name, with % and _ as in like
-- param limit bigint default 50: rows at most
select
    coalesce(claim.speaker_name, claim.speaker) as said_by,
    case
        when attribution.speaker_kind = 'pronoun' and claim.speaker_name is not null then 'named'
        else attribution.speaker_kind
    end as speaker_kind,
    count(*) as claims,
    count(distinct claim.document_key) as documents,
    count(*) filter (where attribution.direct) as quoted_directly,
    arg_min(claim.quote, claim.claim_key) as example
from claim_current as claim
inner join attribution_current as attribution using (attribution_key)
where
    claim.speaker is not null
    and coalesce(claim.speaker_name, claim.speaker) ilike '%' || $speaker || '%'
group by all
order by
    claims desc,
    said_by,
    speaker_kind
limit $limit::bigint;
