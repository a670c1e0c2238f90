-- The events get their keys; returned is which questions have another answer now, and which documents are about another
-- event. Offered: part_subject (part, subject_key, subject).
create or replace temp table resolve_told_change as
select
    told.document_key,
    told.segment,
    told.subject_key as former_key,
    told.subject as former_subject,
    named.subject_key,
    named.subject
from resolve_stirred_told as told
inner join resolve_part_of_told as of_told on of_told.number = told.number
inner join part_subject as named on named.part = of_told.part
where
    told.subject_key <> named.subject_key
    or told.subject <> named.subject;

create or replace temp table resolve_asked_anchor as
select distinct
    event_class,
    unnest(anchors) as normal
from resolve_stirred_told
union
select event_class, normal
from resolve_stirred_anchor;

create or replace temp table resolve_former_answer as
select
    told.event_class,
    told.normal,
    count(distinct {'key': told.subject_key, 'text': told.subject}) as events,
    any_value({'key': told.subject_key, 'text': told.subject}) as event
from (
    select event_class, subject_key, subject, unnest(anchors) as normal
    from resolve_told
    anti join resolve_read using (document_key)
    union all
    select event_class, subject_key, subject, unnest(anchors)
    from resolve_former_told
) as told
semi join resolve_asked_anchor as asked
    on asked.event_class = told.event_class
    and asked.normal = told.normal
group by
    told.event_class,
    told.normal;

update resolve_told
set
    subject_key = change.subject_key,
    subject = change.subject
from resolve_told_change as change
where
    change.document_key = resolve_told.document_key
    and change.segment = resolve_told.segment;

with latter_answer as (
    select
        told.event_class,
        told.normal,
        count(distinct {'key': told.subject_key, 'text': told.subject}) as events,
        any_value({'key': told.subject_key, 'text': told.subject}) as event
    from (
        select event_class, subject_key, subject, unnest(anchors) as normal
        from resolve_told
    ) as told
    semi join resolve_asked_anchor as asked
        on asked.event_class = told.event_class
        and asked.normal = told.normal
    group by
        told.event_class,
        told.normal
)
select
    coalesce(former.event_class, latter.event_class) as event_class,
    coalesce(former.normal, latter.normal) as normal,
    null as document_key
from resolve_former_answer as former
full outer join latter_answer as latter
    on latter.event_class = former.event_class
    and latter.normal = former.normal
where
    case when former.events = 1 then former.event end
    is distinct from case when latter.events = 1 then latter.event end
union all
select distinct
    null,
    null,
    document_key
from resolve_told_change
order by all;
