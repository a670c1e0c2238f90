-- The clusters as they are before the step, for their names.
select
    document_key,
    cluster_key
from cluster_current
order by document_key;
