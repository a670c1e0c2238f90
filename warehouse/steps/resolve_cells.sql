-- The groups of every cell in which a group may conflict otherwise than before: it changed, or a page of it was revised.
create or replace temp table resolve_judged_group as
select cell_scope, cell_attribute, cell_value
from resolve_group_name
where may_conflict
union
select cell_scope, cell_attribute, cell_value
from resolve_reading
where
    may_conflict
    and attribute = cell_attribute
    and document_key in (select document_key from resolve_changed where revised);

create or replace temp table resolve_judged_name as
select group_key
from resolve_group_name
union
select group_key
from resolve_former_group
union
select reading.group_key
from resolve_reading as reading
semi join resolve_judged_group using (cell_scope, cell_attribute, cell_value);

create or replace temp table resolve_cell_member as
select
    reading.cell_scope,
    reading.cell_attribute,
    reading.cell_value,
    reading.attribute = reading.cell_attribute as is_named,
    reading.attribute = reading.cell_attribute and reading.scope = reading.cell_scope as is_own,
    -- what is tied to others by its figure has no voice
    reading.may_conflict and reading.attribute = reading.cell_attribute as has_voice,
    reading.group_key,
    reading.subject,
    reading.member_key,
    reading.document_key,
    reading.witness,
    reading.value_kind,
    reading.number,
    reading.value_min,
    reading.value_max,
    reading.unit
from resolve_reading as reading
semi join resolve_judged_group as judged
    on judged.cell_scope = reading.cell_scope
    and judged.cell_attribute = reading.cell_attribute;

create or replace temp table resolve_cell_group as
select
    group_key,
    cell_scope,
    cell_attribute,
    cell_value,
    min(member_key) as lowest_key,
    coalesce(
        arg_min(subject, member_key) filter (where is_own), arg_min(subject, member_key) filter (where is_named)
    ) as subject,
    first(
        {'kind': value_kind, 'number': number, 'low': value_min, 'high': value_max, 'unit': unit}
        order by
            value_min is null or value_max is null desc,
            coalesce(value_max - value_min, 0) desc,
            value_kind desc,
            member_key
    ) filter (where is_named) as widest
from resolve_cell_member
group by
    group_key,
    cell_scope,
    cell_attribute,
    cell_value
having bool_or(has_voice);

select
    made.group_key,
    made.cell_scope as scope,
    made.cell_attribute as attribute,
    made.cell_value as value,
    made.lowest_key,
    made.subject,
    made.widest.kind as kind,
    made.widest.number as number,
    made.widest.low as low,
    made.widest.high as high,
    made.widest.unit as unit,
    judged.cell_value is not null as judged
from resolve_cell_group as made
semi join (
    select cell_scope, cell_attribute
    from resolve_cell_group
    group by
        cell_scope,
        cell_attribute
    having count(*) > 1
) as wide
    on wide.cell_scope = made.cell_scope
    and wide.cell_attribute = made.cell_attribute
left join resolve_judged_group as judged
    on judged.cell_scope = made.cell_scope
    and judged.cell_attribute = made.cell_attribute
    and judged.cell_value = made.cell_value
order by
    made.cell_scope,
    made.cell_attribute,
    made.lowest_key;
