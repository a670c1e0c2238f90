-- Readings of the open class are tied to others of the same scope and figure, as far as figures were touched.
-- The same by definition: claimhouse.resolve.figures.
create or replace temp table resolve_touched_figure as
select
    scope,
    figure
from resolve_reading
where figure is not null and document_key in (select document_key from resolve_read)
union
select
    scope,
    figure
from resolve_former_reading
where figure is not null;

create or replace temp table resolve_tie as
with said as materialized (
    select
        reading.scope,
        reading.figure,
        reading.attribute,
        reading.value,
        reading.rule = 'open' as is_open,
        count(distinct reading.document_key) as documents
    from resolve_reading as reading
    semi join resolve_touched_figure as touched
        on touched.scope = reading.scope
        and touched.figure = reading.figure
    group by all
),
named as (
    select
        scope,
        figure,
        count(distinct attribute) filter (where not is_open) as names,
        bool_or(is_open) as is_needed
    from said
    group by
        scope,
        figure
)
select
    said.scope,
    said.figure,
    first({'attribute': said.attribute, 'value': said.value} order by said.documents desc, said.attribute, said.value)
        as cell
from said
inner join named
    on named.scope = said.scope
    and named.figure = said.figure
where named.is_needed and said.is_open = (named.names <> 1)
group by
    said.scope,
    said.figure;

-- what changes though its document was not read
create or replace temp table resolve_retied as
select distinct reading.document_key
from resolve_reading as reading
inner join resolve_tie as tie
    on tie.scope = reading.scope
    and tie.figure = reading.figure
where
    reading.rule = 'open'
    and (reading.cell_attribute <> tie.cell.attribute or reading.cell_value <> tie.cell.value)
    and reading.document_key not in (select document_key from resolve_read);

insert into resolve_former_reading by name
from resolve_reading
semi join resolve_retied using (document_key);

insert into resolve_read by name
from resolve_retied;

update resolve_reading
set
    cell_attribute = tie.cell.attribute,
    cell_value = tie.cell.value
from resolve_tie as tie
where
    resolve_reading.rule = 'open'
    and tie.scope = resolve_reading.scope
    and tie.figure = resolve_reading.figure
    and (resolve_reading.cell_attribute <> tie.cell.attribute or resolve_reading.cell_value <> tie.cell.value);
