-- New candidates that may be nearly equal, by their sizes and by what a new text among them can share: besides what
-- proposed the pair only its own heavy shingles. Two texts share no more than one of them samples.
with room as (
    select
        sample.text,
        count(*) as sampled,
        count(*) filter (sample.shingle in (select shingle from shingle_now where is_heavy)) as heavy
    from arrived_sample as sample
    group by sample.text
)
select
    new_candidate.left_text,
    new_candidate.right_text
from new_candidate
join dedupe_text as left_one on left_one.text = new_candidate.left_text
join dedupe_text as right_one on right_one.text = new_candidate.right_text
left join room as left_room on left_room.text = new_candidate.left_text
left join room as right_room on right_room.text = new_candidate.right_text
where
    least(left_one.shingles, right_one.shingles)
    >= $strict_jaccard * greatest(left_one.shingles, right_one.shingles)
    and coalesce(new_candidate.votes + left_room.heavy >= $strict_jaccard * left_room.sampled, true)
    and coalesce(new_candidate.votes + right_room.heavy >= $strict_jaccard * right_room.sampled, true)
order by
    new_candidate.left_text,
    new_candidate.right_text;
