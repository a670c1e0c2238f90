-- Comparable names that became party to a deal, or are party to none any more.
with party as (
    select buyer_party as party from resolve_pair semi join resolve_stirred_pair using (pair_key)
    union
    select target_party from resolve_pair semi join resolve_stirred_pair using (pair_key)
    union
    select buyer_party from resolve_former_pair semi join resolve_stirred_pair using (pair_key)
    union
    select target_party from resolve_former_pair semi join resolve_stirred_pair using (pair_key)
),
latter as (
    select buyer_party as party from resolve_pair
    union
    select target_party from resolve_pair
),
former as (
    select buyer_party as party from resolve_former_pair
    union
    select target_party from resolve_former_pair
    union
    select buyer_party from resolve_pair anti join resolve_read using (document_key)
    union
    select target_party from resolve_pair anti join resolve_read using (document_key)
)
select party
from party
where (party in (select party from latter)) <> (party in (select party from former))
order by party;
