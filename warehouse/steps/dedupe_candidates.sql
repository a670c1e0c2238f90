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

create or replace temp table new_candidate as
with light_row as (
    select
        touched_row.shingle,
        touched_row.text,
        touched_row.is_new
    from touched_row
    semi join (
        select shingle
        from shingle_now
        where not is_heavy
    ) as light using (shingle)
),
light_pair as (
    select
        newcomer.text as one,
        other.text as other
    from light_row as newcomer
    join light_row as other
        on other.shingle = newcomer.shingle
        and other.text <> newcomer.text
        and (not other.is_new or newcomer.text < other.text)
    where newcomer.is_new
),
newcomer_to_anchor as (
    select
        newcomer.text as one,
        anchor.text as other
    from arrived_sample as newcomer
    join anchor_row as anchor
        on anchor.shingle = newcomer.shingle
        and anchor.text <> newcomer.text
    left join anchor_row as itself
        on itself.shingle = newcomer.shingle
        and itself.text = newcomer.text
    where
        itself.text is null
        or not anchor.is_new
        or newcomer.text < anchor.text
),
anchor_to_former as (
    select
        anchor.text as one,
        former.text as other
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
    least(one, other) as left_text,
    greatest(one, other) as right_text,
    count(*) as votes
from proposed
group by
    left_text,
    right_text
having count(*) >= $min_shared;
