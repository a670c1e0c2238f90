-- Stores the new candidates, of which those in `same_pair` are nearly equal, and decides which texts count: those
-- that are nearly equal to no text with a lower number.
insert into dedupe_candidate by name
select
    new_candidate.left_text,
    new_candidate.right_text,
    same_pair.left_text is not null as same,
    false as successive
from new_candidate
left join same_pair using (left_text, right_text);

create or replace temp table counted_change as
with in_question as (
    select text
    from arrived_text
    union
    select right_text
    from same_pair
    union
    select right_text
    from lost_candidate
    where same
),
decided as (
    select
        dedupe_text.text,
        dedupe_text.counted as was_counted,
        dedupe_text.text not in (
            select right_text
            from dedupe_candidate
            where same
        ) as is_counted
    from dedupe_text
    semi join in_question using (text)
)
select
    text,
    case when is_counted then 1 else -1 end as change
from decided
where is_counted <> was_counted
union all
select
    text,
    -1
from gone_text
where counted;

update dedupe_text
set counted = counted_change.change = 1
from counted_change
where counted_change.text = dedupe_text.text;

select
    counted_change.text,
    counted_change.change,
    counted_change.text in (select text from gone_text) as is_gone,
    counted_change.text in (select text from arrived_text) as is_new
from counted_change
order by counted_change.text;
