-- Attributes
-- Which attributes do the claims have, on how many subjects and in how many documents, and how do values look?
-- param about varchar default %: part of the subject or of the sentence, with % and _ as in like
-- param like varchar default %: part of the attribute's name, of a value or of a sentence, with % and _ as in like
-- param limit bigint default 200: rows at most
select
    reading.attribute,
    count(*) as claims,
    count(distinct reading.document_key) as documents,
    count(distinct coalesce(reading.subject_key, lower(reading.subject))) as subjects,
    count(distinct reading.group_key) as groups,
    list(distinct reading.text order by reading.text)[:3] as values,
    arg_min(reading.subject, reading.claim_key) as example_subject,
    arg_min(reading.sentence, reading.claim_key) as example
from claim_reading as reading
where
    (reading.subject ilike '%' || $about || '%' or reading.sentence ilike '%' || $about || '%')
    and (
        reading.attribute ilike '%' || $like || '%'
        or reading.text ilike '%' || $like || '%'
        or reading.sentence ilike '%' || $like || '%'
    )
group by reading.attribute
order by
    documents desc,
    claims desc,
    reading.attribute
limit $limit::bigint;
