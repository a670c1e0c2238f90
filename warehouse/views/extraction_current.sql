-- The rows of extraction that are valid now.
create or replace view extraction_current as
select * exclude (valid_to_run)
from extraction
where valid_to_run is null;
comment on view extraction_current is 'The rows of extraction that are valid now. The author''s text and the page''s metadata, taken from a document by one version of clean; or the reason why it is no article.';
