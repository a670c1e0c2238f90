-- How often each direction of a deal was met before and after, for deals of which a document tells otherwise now.
create or replace temp table resolve_stirred_pair as
with new as materialized (
    from resolve_pair semi join resolve_read using (document_key)
)
select distinct pair_key
from (
    (from new except all from resolve_former_pair)
    union all
    (from resolve_former_pair except all from new)
);

with state as (
    select *, true as former, true as latter
    from resolve_pair
    anti join resolve_read using (document_key)
    union all
    select *, false, true
    from resolve_pair
    semi join resolve_read using (document_key)
    union all
    select *, true, false
    from resolve_former_pair
)
select
    pair_key,
    buyer_key,
    buyer,
    buyer_kind,
    target_key,
    target,
    target_kind,
    count(*) filter (where former) as former,
    count(*) filter (where latter) as latter
from state
semi join resolve_stirred_pair using (pair_key)
group by all
order by all;
