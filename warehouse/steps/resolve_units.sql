-- What may be joined anew: entities as a whole, and atoms that are new or whose entity may fall apart.
select
    entity_key,
    null as atom
from resolve_touched_atom
where
    is_here
    and entity_key is not null
    and entity_key not in (select entity_key from resolve_dissolved)
union
select
    null,
    atom
from resolve_touched_atom
where
    is_here
    and entity_key is null
union
select
    null,
    atom
from resolve_atom
where
    entity_key in (select entity_key from resolve_dissolved)
    and atom not in (select atom from resolve_touched_atom where not is_here)
order by all;
