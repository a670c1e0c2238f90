-- Values of an attribute by source
-- Which document gives which value of an attribute, in which sentence, and how surely?
-- param attribute varchar default deal_amount: name of the attribute, with % and _ as in like
-- param about varchar default %: part of the subject or of the sentence, with % and _ as in like
-- param limit bigint default 200: rows at most
select
    subject,
    attribute,
    text,
    value,
    number,
    value_min,
    value_max,
    unit,
    document,
    publisher,
    told.moment as told_at,
    told.moment_of as time_of,
    modality,
    attribution,
    sentence,
    claim_key
from claim_reading
inner join document_moment as told using (document_key)
where
    attribute ilike $attribute
    and (subject ilike '%' || $about || '%' or sentence ilike '%' || $about || '%')
order by
    subject,
    attribute,
    coalesce(number, value_min),
    value,
    document,
    char_start,
    claim_key
limit $limit::bigint;
