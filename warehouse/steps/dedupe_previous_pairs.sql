-- The pairs as they are before the step, for the causes of merges and splits.
select
    left_key,
    right_key,
    relation,
    jaccard,
    containment,
    rare_jaccard,
    rare_containment,
    shared_shingles
from duplicate_pair_current
order by
    left_key,
    right_key;
