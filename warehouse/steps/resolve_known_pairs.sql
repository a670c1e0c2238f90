-- Deals between two of the parties offered as known_name (name), as often as each direction is met.
select
    buyer_key,
    buyer,
    buyer_kind,
    target_key,
    target,
    target_kind,
    count(*) as times
from resolve_pair
where
    buyer_party in (select name from known_name)
    and target_party in (select name from known_name)
group by all
order by all;
