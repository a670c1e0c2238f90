-- Which entity each name means in the documents offered as chunk (document_key).
select
    member.document_key,
    member.name,
    entity.entity_key,
    entity.name as entity,
    entity.kind
from entity_member_current as member
inner join entity_current as entity on entity.entity_key = member.entity_key
where member.document_key in (select document_key from chunk)
order by
    member.document_key,
    member.name;
