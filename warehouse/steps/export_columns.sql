-- The columns of tables and views, with their types and comments.
select
    table_name as relation,
    column_name as name,
    data_type as type,
    is_nullable,
    comment
from duckdb_columns()
where not internal
order by
    table_name,
    column_index;
