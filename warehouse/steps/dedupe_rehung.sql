-- Shingles that became heavy or light, or changed their anchors, propose other pairs among the texts that were there
-- before. Candidates that hung on a heavy one, neither text of which is an anchor now, are counted again; and, where
-- texts are gone (only then can it propose pairs that it did not), all the pairs that it proposes now.
create or replace temp table rehung_row as
select
    touched_row.shingle,
    touched_row.text,
    now.is_heavy,
    list_contains(now.anchors, touched_row.text) as is_anchor,
    touched_row.shingle in (select shingle from gone_sample) as has_lost
from touched_row
join shingle_now as now using (shingle)
where
    now.is_rehung
    and not touched_row.is_new;

create or replace temp table questioned_pair as
select
    candidate.left_text,
    candidate.right_text
from rehung_row as left_row
join dedupe_candidate as candidate on candidate.left_text = left_row.text
join rehung_row as right_row
    on right_row.text = candidate.right_text
    and right_row.shingle = left_row.shingle
where
    left_row.is_heavy
    and not left_row.is_anchor
    and not right_row.is_anchor
union
select
    least(one.text, other.text) as left_text,
    greatest(one.text, other.text) as right_text
from rehung_row as one
join rehung_row as other
    on other.shingle = one.shingle
    and other.text <> one.text
where
    one.has_lost
    and (not one.is_heavy or one.is_anchor);

create or replace temp table questioned_sample as
select
    text,
    shingle
from dedupe_sample
semi join (
    select left_text as text
    from questioned_pair
    union
    select right_text
    from questioned_pair
) as questioned using (text);

create or replace temp table recounted_pair as
with shared as (
    select
        questioned.left_text,
        questioned.right_text,
        left_sample.shingle
    from questioned_pair as questioned
    join questioned_sample as left_sample on left_sample.text = questioned.left_text
    join questioned_sample as right_sample
        on right_sample.text = questioned.right_text
        and right_sample.shingle = left_sample.shingle
)
select
    shared.left_text,
    shared.right_text
from shared
left join dedupe_frequency as frequency using (shingle)
where
    frequency.shingle is null
    or frequency.texts <= $max_document_frequency
    or list_contains(frequency.anchors, shared.left_text)
    or list_contains(frequency.anchors, shared.right_text)
group by
    shared.left_text,
    shared.right_text
having count(*) >= $min_shared;

insert into new_candidate
select
    left_text,
    right_text
from recounted_pair
anti join dedupe_candidate using (left_text, right_text);

insert into lost_candidate
select
    candidate.left_text,
    candidate.right_text,
    candidate.same
from dedupe_candidate as candidate
semi join questioned_pair using (left_text, right_text)
anti join recounted_pair using (left_text, right_text);

delete from dedupe_candidate
where (left_text, right_text) in (select (left_text, right_text) from lost_candidate);
