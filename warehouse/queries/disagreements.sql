-- Disagreements
-- Which values stand against each other unexplained, and which documents give them?
-- param about varchar default %: part of the subject, with % and _ as in like
-- param limit bigint default 50: rows at most
with sides as (
    select
        group_key,
        any_value(value_kind) as value_kind,
        arg_min(text, claim_key) as text,
        list(distinct document order by document) as documents
    from claim_reading
    group by group_key
)
select
    conflict.subject,
    conflict.attribute,
    left_side.text as one_value,
    left_side.documents as said_by,
    right_side.text as other_value,
    right_side.documents as other_said_by,
    conflict.type
from conflict_current as conflict
inner join sides as left_side
    on conflict.left_group = left_side.group_key
inner join sides as right_side
    on conflict.right_group = right_side.group_key
where
    conflict.open
    and conflict.subject ilike '%' || $about || '%'
order by
    len(left_side.documents) + len(right_side.documents) desc,
    conflict.subject,
    conflict.attribute,
    conflict.conflict_key
limit $limit::bigint;
