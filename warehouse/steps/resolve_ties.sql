-- Readings of the touched stories are grouped under their own cells, or under those offered as found_cell
-- (story, figure, scope, attribute, value, cell_scope, cell_attribute, cell_value).
create or replace temp table resolve_cell_now as
select
    reading.member_key,
    reading.document_key,
    coalesce(found.cell_scope, reading.scope) as cell_scope,
    coalesce(found.cell_attribute, reading.attribute) as cell_attribute,
    coalesce(found.cell_value, reading.value) as cell_value
from resolve_reading as reading
semi join resolve_touched_story as touched
    on touched.story = reading.story
left join found_cell as found
    on found.story = reading.story
    and found.figure is not distinct from reading.figure
    and found.scope = reading.scope
    and found.attribute = reading.attribute
    and found.value = reading.value
where
    coalesce(found.cell_scope, reading.scope) <> reading.cell_scope
    or coalesce(found.cell_attribute, reading.attribute) <> reading.cell_attribute
    or coalesce(found.cell_value, reading.value) <> reading.cell_value;

-- what changes though its document was not read
create or replace temp table resolve_retied as
select distinct document_key
from resolve_cell_now
where document_key not in (select document_key from resolve_read);

insert into resolve_former_reading by name
from resolve_reading
semi join resolve_retied using (document_key);

insert into resolve_read by name
from resolve_retied;

update resolve_reading
set
    cell_scope = now.cell_scope,
    cell_attribute = now.cell_attribute,
    cell_value = now.cell_value
from resolve_cell_now as now
where now.member_key = resolve_reading.member_key;
