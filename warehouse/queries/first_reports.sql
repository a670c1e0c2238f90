-- Who had it first
-- Which document gave each value of an attribute first, when, and how many followed?
-- param about varchar default %: part of the subject, with % and _ as in like
-- param attribute varchar default %: name of the attribute, with % and _ as in like
-- param limit bigint default 100: rows at most
select
    reading.subject,
    reading.attribute,
    arg_min(reading.text, (reading.published_at, reading.document, reading.claim_key)) as text,
    min(reading.published_at) as first_published_at,
    arg_min(reading.document, (reading.published_at, reading.document, reading.claim_key)) as first_document,
    arg_min(reading.publisher, (reading.published_at, reading.document, reading.claim_key)) as first_publisher,
    arg_min(reading.modality, (reading.published_at, reading.document, reading.claim_key)) as first_modality,
    max(reading.published_at) as last_published_at,
    count(distinct reading.document) as documents,
    arg_min(reading.sentence, (reading.published_at, reading.document, reading.claim_key)) as sentence,
    reading.group_key as "group"
from claim_reading as reading
where
    reading.published_at is not null
    and reading.subject ilike '%' || $about || '%'
    and reading.attribute ilike $attribute
group by
    reading.group_key,
    reading.subject,
    reading.attribute
order by
    reading.subject,
    reading.attribute,
    first_published_at,
    reading.group_key
limit $limit::bigint;
