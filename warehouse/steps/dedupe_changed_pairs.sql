-- The pairs that ended (not `is_new`) or were added, for the causes of merges and splits.
select
    false as is_new,
    *
from ended_pair
union all
select
    true as is_new,
    *
from added_pair
order by
    left_key,
    right_key,
    is_new;
