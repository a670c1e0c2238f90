-- The former names of changed documents are set aside; names of documents that moved get their new cluster.
create or replace temp table resolve_former_name as
from resolve_name
where document_key in (select document_key from resolve_changed where content);

delete from resolve_name
where document_key in (select document_key from resolve_changed where content);

create or replace temp table resolve_left_cluster as
select distinct cluster_key
from (
    select former_cluster as cluster_key
    from resolve_changed
    union all
    select cluster_key
    from resolve_changed
)
where cluster_key is not null;

update resolve_name
set cluster_key = changed.cluster_key
from resolve_changed as changed
where
    changed.moved
    and not changed.content
    and resolve_name.document_key = changed.document_key;
