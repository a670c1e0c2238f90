-- Disputed matters
-- Which attributes of which subjects are disputed, and which values are given in how many independent origins?
-- see numbers_side_by_side: only claims that were brought to one attribute of one subject are compared; it shows all different numbers of a unit
-- see sentences: what is no number is compared by reading it
-- param about varchar default %: part of the subject or of a sentence, with % and _ as in like
-- param limit bigint default 50: rows at most
with side as (
    select
        subject,
        attribute,
        type,
        valid_from_run,
        unnest([left_group, right_group]) as group_key
    from conflict_current
    where open
),
value_of_matter as (
    select
        side.subject,
        side.attribute,
        side.group_key,
        any_value(support.text) as text,
        coalesce(any_value(support.n_origins), 0) as n_origins,
        min(side.valid_from_run) as since_run,
        list(distinct side.type) as types
    from side
    inner join claim_group_support as support
        on side.group_key = support.group_key
    group by
        side.subject,
        side.attribute,
        side.group_key
),
said as (
    select
        group_key,
        list(distinct document order by document) as documents,
        list(distinct modality order by modality) as modalities,
        min(told.moment) as first_told_at,
        bool_or(sentence ilike '%' || $about || '%') as is_asked
    from claim_reading
    inner join document_moment as told using (document_key)
    where group_key in (select group_key from side)
    group by group_key
)
select
    matter.subject,
    matter.attribute,
    count(*) as n_values,
    list(
        {
            'text': matter.text,
            'n_origins': matter.n_origins,
            'documents': said.documents,
            'modalities': said.modalities,
            'first_told_at': said.first_told_at,
            'group': matter.group_key
        }
        order by matter.n_origins desc, matter.text, matter.group_key
    ) as "values",
    list_sort(list_distinct(flatten(list(matter.types)))) as types,
    min(matter.since_run) as since_run
from value_of_matter as matter
inner join said
    on matter.group_key = said.group_key
group by
    matter.subject,
    matter.attribute
having
    matter.subject ilike '%' || $about || '%'
    or bool_or(said.is_asked)
order by
    sum(matter.n_origins) desc,
    n_values desc,
    matter.subject,
    matter.attribute
limit $limit::bigint;
