-- New candidates whose sizes allow that they are nearly equal.
select
    new_candidate.left_text,
    new_candidate.right_text
from new_candidate
join dedupe_text as left_one on left_one.text = new_candidate.left_text
join dedupe_text as right_one on right_one.text = new_candidate.right_text
where
    least(left_one.shingles, right_one.shingles)
    >= $strict_jaccard * greatest(left_one.shingles, right_one.shingles)
order by
    new_candidate.left_text,
    new_candidate.right_text;
