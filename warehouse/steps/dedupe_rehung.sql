-- Counts the questioned pairs again by the sampled shingles of their texts (`questioned_sample`: text, shingle): a light
-- one pairs all its texts, a heavy one its anchors with all.
create or replace temp table questioned_row as
from questioned_sample;

create or replace temp table questioned_text as
select
    sample.text,
    coalesce(list(sample.shingle) filter (coalesce(frequency.texts, 0) <= $max_document_frequency), []) as light,
    coalesce(list(sample.shingle) filter (frequency.texts > $max_document_frequency), []) as heavy,
    coalesce(
        list(sample.shingle) filter (
            frequency.texts > $max_document_frequency
            and list_contains(frequency.anchors, sample.text)
        ),
        []
    ) as anchored
from questioned_row as sample
left join dedupe_frequency as frequency using (shingle)
group by sample.text;

create or replace temp table recounted_pair as
select
    questioned.left_text,
    questioned.right_text
from questioned_pair as questioned
join questioned_text as left_one on left_one.text = questioned.left_text
join questioned_text as right_one on right_one.text = questioned.right_text
where
    len(list_intersect(left_one.light, right_one.light))
    + len(list_intersect(left_one.anchored, right_one.heavy))
    + len(list_intersect(left_one.heavy, right_one.anchored))
    - len(list_intersect(left_one.anchored, right_one.anchored))
    >= $min_shared;

insert into new_candidate by name
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
