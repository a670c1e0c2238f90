-- Conflicts
-- Where do the sources give one attribute of one subject different values, and is the difference open or explained?
-- param about varchar default %: part of the subject, with % and _ as in like
-- param attribute varchar default %: name of the attribute, with % and _ as in like
-- param type varchar default % one of contradiction, reported_vs_confirmed, different_scope, different_date, rounding_compatible, superseded_by_revision: type of the conflict
-- param limit bigint default 200: rows at most
select
    conflict.conflict_key as conflict,
    conflict.type,
    conflict.open,
    conflict.subject,
    conflict.attribute,
    list(
        {
            'document': reading.document,
            'value': case
                when reading.value_kind = 'number' and reading.number is not null
                    then reading.number::double::union(number double, code varchar)
                when reading.value_kind = 'number' then null
                else reading.value::union(number double, code varchar)
            end,
            'value_min': reading.value_min,
            'value_max': reading.value_max,
            'unit': reading.unit,
            'text': reading.text,
            'sentence': reading.sentence,
            'modality': reading.modality,
            'attribution': reading.attribution,
            'publisher': reading.publisher,
            'published_at': reading.published_at
        }
        order by
            reading.value,
            reading.document,
            reading.char_start,
            reading.claim_key
    ) as "values",
    conflict.explanation
from conflict_current as conflict
inner join claim_reading as reading
    on reading.group_key in (conflict.left_group, conflict.right_group)
where
    conflict.subject ilike '%' || $about || '%'
    and conflict.attribute ilike $attribute
    and conflict.type ilike $type
group by
    conflict.conflict_key,
    conflict.type,
    conflict.open,
    conflict.subject,
    conflict.attribute,
    conflict.explanation
order by
    conflict.open desc,
    conflict.subject,
    conflict.attribute,
    conflict.conflict_key
limit $limit::bigint;
