-- The events as joined: class, the name that most tellings have, and the first month.
-- Offered: island_part (island_number, part).
create or replace temp table resolve_part_of_told as
select
    islands_of.number,
    island_part.part
from resolve_islands_of as islands_of
inner join island_part on island_part.island_number = islands_of.islands[1];

with told as (
    select
        of_told.part,
        told.event_class,
        told.published_at,
        unnest(told.anchors) as normal,
        unnest(told.shown) as shown
    from resolve_stirred_told as told
    inner join resolve_part_of_told as of_told on of_told.number = told.number
),
named as (
    select
        part,
        normal,
        shown,
        count(*) as times
    from told
    group by
        part,
        normal,
        shown
)
select
    named.part,
    min(span.event_class) as event_class,
    first(named.normal order by named.times desc, named.normal, named.shown) as normal,
    first(named.shown order by named.times desc, named.normal, named.shown) as shown,
    min(span.month) as month
from named
inner join (
    select
        part,
        min(event_class) as event_class,
        strftime(min(published_at), '%Y-%m') as month
    from told
    group by part
) as span on span.part = named.part
group by named.part
order by named.part;
