-- The event of each class and name offered as known_name (name), where there is one alone.
select
    event_class,
    normal,
    any_value(subject_key) as subject_key,
    any_value(subject) as subject
from (
    select event_class, subject_key, subject, unnest(anchors) as normal
    from resolve_told
)
where normal in (select name from known_name)
group by
    event_class,
    normal
having count(distinct {'key': subject_key, 'text': subject}) = 1
order by
    event_class,
    normal;
