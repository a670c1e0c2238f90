-- What must never be found after a load: a key that is current twice, a quote that is not the text at its place.
select
    'claim key current twice' as fault,
    claim_key as key
from claim_current
where document_key in (select document_key from batch_work)
group by claim_key
having count(*) > 1
union all
select
    'quantity key current twice',
    quantity_key
from quantity_current
where document_key in (select document_key from batch_work)
group by quantity_key
having count(*) > 1
union all
select
    'mention key current twice',
    mention_key
from mention_current
where document_key in (select document_key from batch_work)
group by mention_key
having count(*) > 1
union all
select
    'attribution key current twice',
    attribution_key
from attribution_current
where document_key in (select document_key from batch_work)
group by attribution_key
having count(*) > 1
union all
select
    'signature current twice',
    document_key
from signature_current
where document_key in (select document_key from batch_work)
group by document_key
having count(*) > 1
union all
select
    'block current twice',
    document_key || ' ' || position
from block_current
where document_key in (select document_key from batch_work)
group by
    document_key,
    position
having count(*) > 1
union all
select
    'document extracted twice',
    document_key
from extraction_current
where document_key in (select document_key from batch_work)
group by document_key
having count(*) > 1
union all
select
    'claim is not the text at its place',
    claim_key
from claim_current
inner join extraction_current using (document_key)
where
    document_key in (select document_key from batch_work)
    and quote <> substring(
        case when field = 'title' then title else text end,
        (char_start + 1)::bigint,
        (char_end - char_start)::bigint
    )
union all
select
    'quantity is not the text at its place',
    quantity_key
from quantity_current
inner join extraction_current using (document_key)
where
    document_key in (select document_key from batch_work)
    and raw <> substring(
        case when field = 'title' then title else text end,
        (char_start + 1)::bigint,
        (char_end - char_start)::bigint
    )
order by
    fault,
    key;
