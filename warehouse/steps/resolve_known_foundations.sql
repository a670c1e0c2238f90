-- What the persons among the entities of the documents offered as chunk (document_key) founded.
select distinct
    person_key,
    person,
    organisation_key,
    organisation,
    organisation_kind
from resolve_foundation
where person_key in (
    select entity_key
    from entity_member_current
    where document_key in (select document_key from chunk)
)
order by all;
