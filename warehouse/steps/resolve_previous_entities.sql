-- The entity that each name of a document was under: the name first, then the parts of the member's key.
select
    entity_key,
    document_key,
    name
from entity_member
where valid_to_run is null
order by
    document_key,
    name;
