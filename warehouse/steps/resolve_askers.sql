-- The documents that asked one of the questions offered as asked (topic).
select distinct document_key
from resolve_question
where topic in (select topic from asked)
order by document_key;
