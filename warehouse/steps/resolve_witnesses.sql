-- What the claims of the groups offered as asked_group (group_key) have to say in a conflict.
select distinct
    member.group_key,
    member.witness,
    case when document.superseded then member.document_key end as superseded
from resolve_cell_member as member
semi join asked_group on asked_group.group_key = member.group_key
inner join resolve_document as document on document.document_key = member.document_key
where member.has_voice and member.witness is not null
order by
    member.group_key,
    member.witness;
