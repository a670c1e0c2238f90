-- The documents of the clusters that a changed pair or document touches, with the name they are under.
create or replace temp table stirred_document as
with changed_key as (
    select left_key as document_key
    from ended_pair
    where relation <> 'contains'
    union
    select right_key
    from ended_pair
    where relation <> 'contains'
    union
    select left_key
    from added_pair
    where relation <> 'contains'
    union
    select right_key
    from added_pair
    where relation <> 'contains'
    union
    select document_key
    from changed_document
),
stirred_cluster as (
    -- a document that comes back takes its name back from a cluster that kept it
    select distinct cluster_key
    from cluster_current
    where
        document_key in (select document_key from changed_key)
        or cluster_key in (select document_key from changed_document)
),
standing as (
    select
        document_key,
        cluster_key
    from cluster_current
    semi join stirred_cluster using (cluster_key)
)
select
    coalesce(standing.document_key, changed_document.document_key) as document_key,
    standing.cluster_key as former_name,
    coalesce(changed_document.is_here, true) as is_here
from standing
full join changed_document on changed_document.document_key = standing.document_key;

from stirred_document
order by document_key;
