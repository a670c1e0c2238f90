-- Values over time
-- How did the values given for an attribute of one subject change from day to day, and how many documents gave each?
-- param about varchar default %: part of the subject, with % and _ as in like
-- param attribute varchar default %: name of the attribute, with % and _ as in like
-- param limit bigint default 200: rows at most
select
    reading.subject,
    reading.attribute,
    reading.published_at::date as day,
    arg_min(reading.text, reading.claim_key) as text,
    any_value(reading.number) as number,
    reading.unit,
    count(distinct reading.document) as documents,
    list(distinct reading.modality order by reading.modality) as modalities,
    list(distinct reading.document order by reading.document) as said_by
from claim_reading as reading
where
    reading.published_at is not null
    and reading.subject ilike '%' || $about || '%'
    and reading.attribute ilike $attribute
group by
    reading.subject,
    reading.attribute,
    day,
    reading.group_key,
    reading.unit
order by
    reading.subject,
    reading.attribute,
    day,
    documents desc,
    text
limit $limit::bigint;
