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

-- One list for each text, so that a candidate is looked at once and not for each shingle that its texts have.
create or replace temp table rehung_text as
select
    text,
    list(shingle) as shingles
from rehung_row
where
    is_heavy
    and not is_anchor
group by text;

create or replace temp table questioned_pair as
select
    candidate.left_text,
    candidate.right_text
from dedupe_candidate as candidate
join rehung_text as left_one on left_one.text = candidate.left_text
join rehung_text as right_one on right_one.text = candidate.right_text
where list_has_any(left_one.shingles, right_one.shingles)
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

-- The texts whose samples are needed for it, or to compare new candidates.
select left_text as text
from questioned_pair
union
select right_text
from questioned_pair
union
select left_text
from new_candidate
union
select right_text
from new_candidate;
