-- The share of the file that holds nothing.
select free_blocks / greatest(1, total_blocks) as free_share
from pragma_database_size()
where database_name = current_database();
