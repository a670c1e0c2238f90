-- Which of the names offered as known_name (name) are party to any deal.
select name
from known_name
where
    name in (select buyer_party from resolve_pair)
    or name in (select target_party from resolve_pair)
order by name;
