-- The clusters as they are after the step.
select
    document_key,
    cluster_key,
    representative,
    relation
from cluster_current
order by document_key;
