-- The links between what may be joined anew, each side as its entity where that stays whole, else as its atom.
with loose as materialized (
    select atom
    from resolve_touched_atom
    where entity_key is null
    union
    select atom
    from resolve_atom
    where entity_key in (select entity_key from resolve_dissolved)
),
link as (
    select source, target
    from resolve_link_change
    where added
    union
    select source, target
    from resolve_link
    where
        source in (select atom from loose)
        or target in (select atom from loose)
)
select
    case when link.source in (select atom from loose) then null else source.entity_key end as source_entity,
    link.source as source_atom,
    case when link.target in (select atom from loose) then null else target.entity_key end as target_entity,
    link.target as target_atom
from link
left join resolve_atom as source on source.atom = link.source
left join resolve_atom as target on target.atom = link.target
order by all;
