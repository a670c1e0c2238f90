-- Candidate pairs: different texts that share sampled shingles.
-- Equal texts are looked at once, by their document with the lowest key. A shingle in more than
-- $max_document_frequency texts would pair them all; it pairs its first $anchors texts with the others instead, so
-- a report that very many sites carry is still found, at a cost that grows with their number and not its square.
with texts as (
    select
        min(document_key) as document_key,
        any_value(sample) as sample
    from signature_current
    where words > 0
    group by exact_digest
),
numbered as (
    select
        row_number() over (order by document_key) as number,
        document_key,
        sample
    from texts
),
sampled as (
    select
        number,
        unnest(sample) as shingle
    from numbered
),
held as (
    select
        number,
        shingle,
        count(*) over (partition by shingle) as texts,
        row_number() over (partition by shingle order by number) as place
    from sampled
),
shared as (
    select
        first_text.number as left_number,
        second_text.number as right_number,
        count(*) as shared_samples
    from held as first_text
    join held as second_text
        on first_text.shingle = second_text.shingle
        and first_text.number < second_text.number
    where first_text.texts > 1
        and (first_text.texts <= $max_document_frequency or first_text.place <= $anchors)
    group by
        left_number,
        right_number
    having count(*) >= $min_shared
)
select
    left_text.document_key as left_key,
    right_text.document_key as right_key,
    shared.shared_samples
from shared
join numbered as left_text on left_text.number = shared.left_number
join numbered as right_text on right_text.number = shared.right_number
order by
    left_key,
    right_key;
