-- Who had it first
-- Which document gave each value of an attribute first, when (published; a later version of a page from when it was seen; else first seen), and how many followed?
-- param about varchar default %: part of the subject or of the sentence, with % and _ as in like
-- param attribute varchar default %: name of the attribute, with % and _ as in like
-- param limit bigint default 100: rows at most
with dated as (
    select
        reading.*,
        told.moment as moment_told,
        told.moment_of
    from claim_reading as reading
    inner join document_moment as told
        on reading.document_key = told.document_key
    where
        (reading.subject ilike '%' || $about || '%' or reading.sentence ilike '%' || $about || '%')
        and reading.attribute ilike $attribute
)
select
    reading.subject,
    reading.attribute,
    arg_min(reading.text, (reading.moment_told, reading.document, reading.claim_key)) as text,
    min(reading.moment_told) as first_told_at,
    arg_min(reading.moment_of, (reading.moment_told, reading.document, reading.claim_key)) as time_of,
    arg_min(reading.document, (reading.moment_told, reading.document, reading.claim_key)) as first_document,
    arg_min(reading.publisher, (reading.moment_told, reading.document, reading.claim_key)) as first_publisher,
    arg_min(reading.modality, (reading.moment_told, reading.document, reading.claim_key)) as first_modality,
    max(reading.moment_told) as last_told_at,
    count(distinct reading.document) as documents,
    arg_min(reading.sentence, (reading.moment_told, reading.document, reading.claim_key)) as sentence,
    reading.group_key as "group"
from dated as reading
group by
    reading.group_key,
    reading.subject,
    reading.attribute
order by
    any_value(reading.subject_key) is null,
    reading.subject,
    reading.attribute,
    first_told_at,
    reading.group_key
limit $limit::bigint;
