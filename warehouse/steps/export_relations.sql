-- Tables, and views that are more than the current rows of a table, with their comments.
select
    table_name as name,
    'table' as kind,
    comment,
    regexp_matches(table_name, '^(dedupe|resolve)_') as is_state
from duckdb_tables()
where not internal
union all
select
    view_name,
    'view',
    comment,
    false
from duckdb_views()
where
    not internal
    and not ends_with(view_name, '_current')
order by
    kind,
    name;
