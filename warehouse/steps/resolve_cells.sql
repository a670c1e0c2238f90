-- The groups of every cell in which a group may conflict otherwise than before: it changed, or a page of it was revised.
create or replace temp table resolve_judged_group as
select scope, cell_attribute, cell_value
from resolve_group_name
where may_conflict
union
select scope, cell_attribute, cell_value
from resolve_reading
where
    (may_conflict or attribute <> cell_attribute)
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
semi join resolve_judged_group using (scope, cell_attribute, cell_value);

create or replace temp table resolve_cell_member as
select
    reading.scope,
    reading.cell_attribute,
    reading.cell_value,
    reading.attribute = reading.cell_attribute as is_own,
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
    on judged.scope = reading.scope
    and judged.cell_attribute = reading.cell_attribute
where reading.may_conflict or reading.attribute <> reading.cell_attribute
-- what is tied to a group that may conflict with none has nothing to say
qualify
    bool_or(reading.may_conflict and reading.attribute = reading.cell_attribute)
        over (partition by reading.scope, reading.cell_attribute, reading.cell_value);

create or replace temp table resolve_cell_group as
select
    group_key,
    scope,
    cell_attribute,
    cell_value,
    min(member_key) as lowest_key,
    arg_min(subject, member_key) filter (where is_own) as subject,
    first(
        {'kind': value_kind, 'number': number, 'low': value_min, 'high': value_max, 'unit': unit}
        order by
            value_min is null or value_max is null desc,
            coalesce(value_max - value_min, 0) desc,
            value_kind desc,
            member_key
    ) filter (where is_own) as widest
from resolve_cell_member
group by
    group_key,
    scope,
    cell_attribute,
    cell_value;

select
    made.group_key,
    made.scope,
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
    select scope, cell_attribute
    from resolve_cell_group
    group by
        scope,
        cell_attribute
    having count(*) > 1
) as wide
    on wide.scope = made.scope
    and wide.cell_attribute = made.cell_attribute
left join resolve_judged_group as judged
    on judged.scope = made.scope
    and judged.cell_attribute = made.cell_attribute
    and judged.cell_value = made.cell_value
order by
    made.scope,
    made.cell_attribute,
    made.lowest_key;
