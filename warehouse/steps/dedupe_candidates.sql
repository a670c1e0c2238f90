-- Candidate pairs with a new text: those that share at least $min_shared sampled shingles, and how many these are,
-- without those that are too heavy to pair the two.
create or replace temp table anchor_row as
select
    shingle,
    anchor as text,
    anchor in (select text from arrived_text) as is_new
from (
    select
        shingle,
        unnest(anchors) as anchor
    from shingle_now
    where is_heavy
);

create or replace temp table light_row as
select
    touched_row.shingle,
    touched_row.text,
    touched_row.is_new
from touched_row
semi join (
    select shingle
    from shingle_now
    where not is_heavy
) as light using (shingle);

create or replace temp table new_candidate as
with light_pair as (
    select
        left_one.text as left_text,
        right_one.text as right_text
    from light_row as left_one
    join light_row as right_one
        on right_one.shingle = left_one.shingle
        and right_one.text > left_one.text
    where
        left_one.is_new
        and right_one.is_new
    union all
    select
        least(newcomer.text, former.text) as left_text,
        greatest(newcomer.text, former.text) as right_text
    from light_row as newcomer
    join light_row as former using (shingle)
    where
        newcomer.is_new
        and not former.is_new
),
newcomer_to_anchor as (
    select
        least(newcomer.text, anchor.text) as left_text,
        greatest(newcomer.text, anchor.text) as right_text
    from arrived_sample as newcomer
    join anchor_row as anchor
        on anchor.shingle = newcomer.shingle
        and anchor.text <> newcomer.text
    left join anchor_row as itself
        on itself.shingle = newcomer.shingle
        and itself.text = newcomer.text
    where
        itself.text is null
        -- a new anchor meets the former ones below, among all that were there before
        or (
            anchor.is_new
            and newcomer.text < anchor.text
        )
),
anchor_to_former as (
    select
        least(anchor.text, former.text) as left_text,
        greatest(anchor.text, former.text) as right_text
    from anchor_row as anchor
    join touched_row as former using (shingle)
    where
        anchor.is_new
        and not former.is_new
),
proposed as (
    from light_pair
    union all
    from newcomer_to_anchor
    union all
    from anchor_to_former
)
select
    left_text,
    right_text,
    count(*) as votes
from proposed
group by
    left_text,
    right_text
having count(*) >= $min_shared;
