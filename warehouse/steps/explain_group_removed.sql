-- The articles of groups that are no origins of their own, and by which edge.
select
    group_key,
    document,
    because,
    "of"
from group_removed
where list_contains($groups, group_key)
order by
    group_key,
    document,
    because,
    "of";
