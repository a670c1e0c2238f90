-- Claims about an entity
-- What is claimed of somebody or something, by whom and how surely?
-- param entity varchar default %: part of the name as subject, object or party, with % and _ as in like
-- param limit bigint default 100: rows at most
select
    reading.claim_key,
    reading.document,
    reading.subject,
    reading.attribute,
    reading.text,
    claim.subject as subject_as_written,
    claim.predicate,
    claim.object,
    reading.modality,
    reading.negated,
    reading.attribution,
    reading.published_at,
    reading.sentence
from claim_reading as reading
inner join claim_current as claim
    on reading.claim_key = claim.claim_key
where
    reading.subject ilike '%' || $entity || '%'
    or claim.subject_name ilike '%' || $entity || '%'
    or claim.object_name ilike '%' || $entity || '%'
order by
    reading.subject,
    reading.attribute,
    reading.document,
    reading.char_start,
    reading.claim_key,
    reading.value
limit $limit::bigint;
