-- Nothing of it is left outside either.
update forgotten
set finished_at = $now
where document_key in (select document_key from unwanted);
