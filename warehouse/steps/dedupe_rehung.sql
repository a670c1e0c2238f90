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

-- The sampled shingles of the questioned texts, by how they propose: a light one pairs all its texts, a heavy one its
-- anchors with all.
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
from dedupe_sample as sample
semi join (
    select left_text as text
    from questioned_pair
    union
    select right_text
    from questioned_pair
) as questioned using (text)
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
