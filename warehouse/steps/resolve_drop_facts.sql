-- What documents told each other is set aside for those that are read again or gone.
-- Offered: read_again (document_key).
create or replace temp table resolve_read as
select document_key
from read_again
union
select document_key
from resolve_changed
where content;

create or replace temp table resolve_former_pair as
from resolve_pair semi join resolve_read using (document_key);

create or replace temp table resolve_former_told as
from resolve_told semi join resolve_read using (document_key);

create or replace temp table resolve_former_foundation as
from resolve_foundation semi join resolve_read using (document_key);

delete from resolve_pair where document_key in (select document_key from resolve_read);
delete from resolve_told where document_key in (select document_key from resolve_read);
delete from resolve_foundation where document_key in (select document_key from resolve_read);
