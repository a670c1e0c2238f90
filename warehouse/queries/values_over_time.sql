-- Values over time
-- How did the values given for an attribute of one subject change from day to day, and how many documents gave each (day of publication; of a later version of a page or an undated article, the day on which it was seen)?
-- param about varchar default %: part of the subject or of the sentence, with % and _ as in like
-- param attribute varchar default %: name of the attribute, with % and _ as in like
-- param limit bigint default 200: rows at most
with dated as (
    select
        reading.*,
        told.moment::date as day
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
    reading.day,
    arg_min(reading.text, reading.claim_key) as text,
    any_value(reading.number) as number,
    reading.unit,
    count(distinct reading.document) as documents,
    list(distinct reading.modality order by reading.modality) as modalities,
    list(distinct reading.document order by reading.document) as said_by
from dated as reading
group by
    reading.subject,
    reading.attribute,
    reading.day,
    reading.group_key,
    reading.unit
order by
    reading.subject,
    reading.attribute,
    reading.day,
    documents desc,
    text
limit $limit::bigint;
