-- What the stories say of which readings came or went: their readings by figure, subject, attribute and value.
create or replace temp table resolve_touched_story as
select story
from resolve_reading
where story is not null and document_key in (select document_key from resolve_read)
union
select story
from resolve_former_reading
where story is not null;

select
    reading.story,
    reading.figure,
    reading.scope,
    reading.attribute,
    reading.rule,
    reading.value,
    count(distinct reading.document_key) as documents
from resolve_reading as reading
semi join resolve_touched_story as touched
    on touched.story = reading.story
group by all;
