-- Readings and questions are set aside for documents that are read again or gone.
-- Offered: read_again (document_key).
create or replace temp table resolve_read as
select document_key
from read_again
union
select document_key
from resolve_changed
where content;

create or replace temp table resolve_former_reading as
from resolve_reading semi join resolve_read using (document_key);

delete from resolve_reading where document_key in (select document_key from resolve_read);
delete from resolve_question where document_key in (select document_key from resolve_read);

-- values of documents that are gone
update claim_value
set valid_to_run = $run
where
    valid_to_run is null
    and (
        document_key in (select document_key from resolve_changed where not is_here)
        or ($since < 0 and document_key not in (select document_key from resolve_document))
    );
