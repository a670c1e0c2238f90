-- Values of an attribute by source
-- Which document gives which value of an attribute, in which sentence, and how surely?
-- param attribute varchar default deal_amount: name of the attribute, with % and _ as in like
-- param about varchar default %: part of the subject or of the sentence, with % and _ as in like
-- param limit bigint default 200: rows at most
select
    subject,
    attribute,
    text,
    case
        when value_kind = 'date' then regexp_replace(value, '^(\d{4})(\d\d)(\d\d)$', '\1-\2-\3')
        else value
    end as value,
    case when value_kind = 'number' then number end as number,
    case when value_kind = 'number' then value_min end as value_min,
    case when value_kind = 'number' then value_max end as value_max,
    case when value_kind = 'number' then unit end as unit,
    document,
    publisher,
    told.moment as told_at,
    told.moment_of as time_of,
    modality,
    attribution as said_by,
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
    coalesce(claim_reading.number, claim_reading.value_min),
    claim_reading.value,
    document,
    char_start,
    claim_key
limit $limit::bigint;
