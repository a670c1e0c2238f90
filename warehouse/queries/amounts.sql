-- Amounts
-- Which quantities of a kind stand in the texts, largest first?
-- param kind varchar default money one of money, percent, count, date, duration, age, ordinal, ratio, physical: kind of the quantity
-- param about varchar default %: part of the words around the quantity, with % and _ as in like
-- param limit bigint default 50: rows at most
select
    coalesce(quantity.value, quantity.value_max) as amount,
    quantity.bound,
    quantity.unit,
    quantity.raw,
    quantity.concept,
    count(distinct quantity.document_key) as documents,
    list(distinct extraction.source_id order by extraction.source_id)[:5] as examples,
    arg_min(
        substring(
            case when quantity.field = 'title' then extraction.title else extraction.text end,
            greatest(1, quantity.char_start - 79)::bigint,
            (quantity.char_end - quantity.char_start + 160)::bigint
        ),
        quantity.quantity_key
    ) as around
from quantity_current as quantity
inner join extraction_current as extraction using (document_key)
where
    quantity.kind = $kind
    and substring(
        case when quantity.field = 'title' then extraction.title else extraction.text end,
        greatest(1, quantity.char_start - 79)::bigint,
        (quantity.char_end - quantity.char_start + 160)::bigint
    ) ilike '%' || $about || '%'
group by
    amount,
    quantity.bound,
    quantity.unit,
    quantity.raw,
    quantity.concept
order by
    amount desc,
    quantity.raw,
    quantity.bound,
    quantity.unit,
    quantity.concept
limit $limit::bigint;
