-- How many texts have each shingle that came or went.
-- A shingle in more than $max_document_frequency texts is heavy: it would pair them all, and pairs its $anchors texts
-- of lowest number with the others instead. A report that very many sites carry is still found, at a cost that grows
-- with their number and not its square. The rows of a shingle that is and stays heavy are not read, unless its
-- anchors change.
create or replace temp table shingle_change as
with moved as (
    select
        shingle,
        1 as came
    from arrived_sample
    union all
    select
        shingle,
        -1
    from gone_sample
)
select
    shingle,
    sum(came)::bigint as difference,
    count(*) filter (came = 1) as arrived
from moved
group by shingle;

create or replace temp table frequency_before as
select *
from dedupe_frequency
semi join shingle_change using (shingle);

create or replace temp table still_heavy as
with heavy as (
    select
        before.shingle,
        before.texts + change.difference as texts,
        before.anchors
    from frequency_before as before
    join shingle_change as change using (shingle)
    where
        before.texts > $max_document_frequency
        and before.texts + change.difference > $max_document_frequency
),
newcomers as (
    select
        shingle,
        list(text) as texts
    from arrived_sample
    semi join heavy using (shingle)
    group by shingle
),
leavers as (
    select distinct heavy.shingle
    from heavy
    join gone_sample using (shingle)
    where list_contains(heavy.anchors, gone_sample.text)
)
select
    heavy.shingle,
    heavy.texts,
    heavy.anchors
from heavy
left join newcomers using (shingle)
anti join leavers using (shingle)
where
    newcomers.texts is null
    or list_slice(list_sort(list_concat(heavy.anchors, newcomers.texts)), 1, $anchors) = heavy.anchors;

create or replace temp table touched_row as
with counted_anew as (
    select shingle
    from shingle_change
    anti join still_heavy using (shingle)
)
select
    shingle,
    text,
    true as is_new
from arrived_sample
semi join counted_anew using (shingle)
union all
select
    shingle,
    text,
    false
from dedupe_sample
semi join counted_anew using (shingle);

insert into dedupe_sample
select
    text,
    shingle
from arrived_sample;

create or replace temp table shingle_now as
with former as (
    select
        shingle,
        count(*) as texts
    from touched_row
    where not is_new
    group by shingle
),
counted as (
    select
        change.shingle,
        change.arrived + coalesce(former.texts, 0) as texts,
        coalesce(former.texts, 0) as former_texts
    from shingle_change as change
    anti join still_heavy using (shingle)
    left join former using (shingle)
    where change.arrived + coalesce(former.texts, 0) > 1
),
anchored as (
    select
        shingle,
        list_slice(list_sort(min(text, greatest($anchors, 1))), 1, $anchors) as anchors
    from touched_row
    semi join (
        select shingle
        from counted
        where texts > $max_document_frequency
    ) as heavy using (shingle)
    group by shingle
)
select
    counted.shingle,
    counted.texts,
    counted.texts > $max_document_frequency as is_heavy,
    coalesce(anchored.anchors, []) as anchors,
    -- whether it now proposes other pairs among the texts that were there before
    counted.former_texts > 1
    and (
        (counted.texts > $max_document_frequency)
        <> (coalesce(before.texts, 0) > $max_document_frequency)
        or (
            counted.texts > $max_document_frequency
            and anchored.anchors <> before.anchors
        )
    ) as is_rehung
from counted
left join anchored using (shingle)
left join frequency_before as before using (shingle)
union all
select
    shingle,
    texts,
    true as is_heavy,
    anchors,
    false as is_rehung
from still_heavy;

delete from dedupe_frequency
where shingle in (select shingle from shingle_change);

insert into dedupe_frequency
select
    now.shingle,
    now.texts,
    coalesce(before.counted, 0) as counted,
    now.anchors,
    coalesce(before.common, false) as common
from shingle_now as now
left join frequency_before as before using (shingle)
where now.texts > $stored_above;

select count(*) as rehung
from shingle_now
where is_rehung;
