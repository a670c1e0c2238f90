-- The independence edges between two documents, and those that lead from both to one document, agency or outlet.
with of_either as (
    select
        left_key,
        right_key,
        kind,
        scope,
        evidence,
        char_start,
        char_end
    from independence_edge_current
    where
        kind <> 'same_bytes'
        and left_key in ($left, $right)
)
select *
from of_either
where
    right_key in ($left, $right)
    or right_key in (
        select right_key
        from of_either
        group by right_key
        having count(distinct left_key) > 1
    )
order by
    right_key,
    left_key,
    kind,
    char_start nulls last;
