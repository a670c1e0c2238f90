-- Events that may be joined anew: those that share a class and a name with what documents tell otherwise now.
-- Of one class and name, the tellings in order of time fall into islands: from one to the next at most $days days.
create or replace temp table resolve_stirred_anchor as
with new as materialized (
    select * exclude (subject_key, subject)
    from resolve_told
    semi join resolve_read using (document_key)
),
former as materialized (
    select * exclude (subject_key, subject)
    from resolve_former_told
)
select distinct
    event_class,
    unnest(anchors) as normal
from (
    (from new except from former)
    union all
    (from former except from new)
);

-- what was told before and is told again keeps its event until the event is joined anew
update resolve_told
set
    subject_key = former.subject_key,
    subject = former.subject
from resolve_former_told as former
where
    former.document_key = resolve_told.document_key
    and former.segment = resolve_told.segment
    and former.event_class = resolve_told.event_class
    and former.anchors = resolve_told.anchors
    and former.published_at is not distinct from resolve_told.published_at;

create or replace temp table resolve_stirred_event as
select distinct told.subject_key
from (
    select event_class, subject_key, unnest(anchors) as normal
    from resolve_told
    union all
    select event_class, subject_key, unnest(anchors)
    from resolve_former_told
) as told
semi join resolve_stirred_anchor as stirred
    on stirred.event_class = told.event_class
    and stirred.normal = told.normal;

create or replace temp table resolve_stirred_told as
select
    row_number() over (order by document_key, segment) as number,
    *
from resolve_told
where subject_key in (select subject_key from resolve_stirred_event);

create or replace temp table resolve_island as
with named as (
    select distinct
        number,
        event_class,
        unnest(anchors) as normal,
        published_at
    from resolve_stirred_told
),
followed as (
    select
        number,
        event_class,
        normal,
        published_at,
        coalesce(
            epoch(published_at) - epoch(lag(published_at) over in_time) >= ($days::bigint + 1) * 86400,
            false
        ) as is_far
    from named
    window in_time as (
        partition by event_class, normal
        order by published_at nulls last, number
    )
)
select
    number,
    event_class,
    normal,
    count(*) filter (where is_far) over (
        partition by event_class, normal
        order by published_at nulls last, number
    ) as island
from followed;

create or replace temp table resolve_island_number as
select
    event_class,
    normal,
    island,
    row_number() over (order by event_class, normal, island) as island_number
from resolve_island
group by
    event_class,
    normal,
    island;

create or replace temp table resolve_islands_of as
select
    number,
    list(island_number order by island_number) as islands
from resolve_island
inner join resolve_island_number using (event_class, normal, island)
group by number;

select distinct islands
from resolve_islands_of
order by islands;
