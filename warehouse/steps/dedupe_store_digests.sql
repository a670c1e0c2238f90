-- Marks the digests among the texts asked for (`found_digest`), and returns the related pairs that a digest is in, to be
-- settled: what is due now, and what a digest found or lost concerns. The others are what they were judged.
create or replace temp table unsettled_pair as
with changed_digest as (
    select dedupe_text.text
    from dedupe_text
    semi join asked_text using (text)
    where dedupe_text.digest <> (dedupe_text.text in (select text from found_digest))
)
select
    left_text,
    right_text
from due_pair
union
select
    left_text,
    right_text
from dedupe_candidate
where
    left_text in (select text from changed_digest)
    or right_text in (select text from changed_digest);

update dedupe_text
set digest = not digest
where
    text in (select text from asked_text)
    and digest <> (text in (select text from found_digest));

create or replace temp table unsettled_candidate as
select
    candidate.*,
    left_one.digest as is_left_digest,
    right_one.digest as is_right_digest
from dedupe_candidate as candidate
semi join unsettled_pair using (left_text, right_text)
join dedupe_text as left_one on left_one.text = candidate.left_text
join dedupe_text as right_one on right_one.text = candidate.right_text;

select
    left_text,
    right_text,
    judged,
    rare_shared / greatest(left_rare, 1) as left_share,
    rare_shared / greatest(right_rare, 1) as right_share,
    is_left_digest,
    is_right_digest
from unsettled_candidate
where
    judged is not null
    and (is_left_digest or is_right_digest)
order by
    left_text,
    right_text;
