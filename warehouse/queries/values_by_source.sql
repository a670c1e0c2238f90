-- Values of an attribute by source
-- Which document gives which value of an attribute, in which sentence, and how surely?
-- param attribute varchar default deal_amount: name of the attribute, with % and _ as in like
-- param about varchar default %: part of the subject, with % and _ as in like
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
    modality,
    attribution,
    sentence,
    claim_key
from claim_reading
where
    attribute ilike $attribute
    and subject ilike '%' || $about || '%'
order by
    subject,
    attribute,
    coalesce(number, value_min),
    value,
    document,
    char_start,
    claim_key
limit $limit::bigint;
