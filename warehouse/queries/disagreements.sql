-- Disagreements
-- Which values stand against each other unexplained, and which documents give them?
-- see numbers_side_by_side: only claims that were brought to one attribute of one subject are compared; it shows all different numbers of a unit
-- see sentences: what is no number is compared by reading it
-- param about varchar default %: part of the subject or of a sentence of either side, with % and _ as in like
-- param attribute varchar default %: name of the attribute, with % and _ as in like
-- param limit bigint default 50: rows at most
with asked as materialized (
    select *
    from conflict_current
    where
        open
        and attribute ilike $attribute
),
sides as (
    select
        reading.group_key,
        arg_min(reading.text, reading.claim_key) as text,
        list(distinct reading.document order by reading.document) as documents,
        bool_or(reading.sentence ilike '%' || $about || '%') as is_asked
    from claim_reading as reading
    where reading.group_key in (
        select left_group
        from asked
        union
        select right_group
        from asked
    )
    group by reading.group_key
)
select
    conflict.subject,
    conflict.attribute,
    left_side.text as one_value,
    left_side.documents as said_by,
    right_side.text as other_value,
    right_side.documents as other_said_by,
    conflict.type
from asked as conflict
inner join sides as left_side
    on conflict.left_group = left_side.group_key
inner join sides as right_side
    on conflict.right_group = right_side.group_key
left join claim_group_support as left_support
    on conflict.left_group = left_support.group_key
left join claim_group_support as right_support
    on conflict.right_group = right_support.group_key
where
    conflict.subject ilike '%' || $about || '%'
    or left_side.is_asked
    or right_side.is_asked
order by
    coalesce(left_support.n_origins, 0) + coalesce(right_support.n_origins, 0) desc,
    len(left_side.documents) + len(right_side.documents) desc,
    conflict.subject,
    conflict.attribute,
    conflict.conflict_key
limit $limit::bigint;
