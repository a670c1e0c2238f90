-- Conflicts with the two values and the documents that give them.
with side as (
    select
        claim_group.group_key,
        {
            'value': any_value(claim_value.value order by claim_value.claim_key),
            'number': any_value(claim_value.number order by claim_value.claim_key),
            'value_min': any_value(claim_value.value_min order by claim_value.claim_key),
            'value_max': any_value(claim_value.value_max order by claim_value.claim_key),
            'documents': list(distinct extraction.source_id order by extraction.source_id)
        } as shown
    from claim_group_current as claim_group
    inner join claim_value_current as claim_value
        on claim_group.claim_key = claim_value.claim_key
        and claim_group.attribute = claim_value.attribute
    inner join extraction_current as extraction using (document_key)
    group by claim_group.group_key
)
select
    conflict.type,
    conflict.open,
    conflict.subject,
    conflict.attribute,
    left_side.shown as left_side,
    right_side.shown as right_side
from conflict_current as conflict
inner join side as left_side on conflict.left_group = left_side.group_key
inner join side as right_side on conflict.right_group = right_side.group_key
order by
    conflict.subject,
    conflict.attribute,
    conflict.conflict_key;
