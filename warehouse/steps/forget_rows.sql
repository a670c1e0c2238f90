-- After the set steps have left it out: every row of what is forgotten goes, its history included, and so does the history
-- of what was only so because of it: entities, groups and conflicts that ended now, or that a name of it was in. Names of
-- clusters, which are keys, may go on being its key.
create or replace temp table removed_row as
from removed_at_once
union all
select
    'extraction',
    count(*)
from extraction
where document_key in (select document_key from unwanted)
union all
select
    'block',
    count(*)
from block
where document_key in (select document_key from unwanted)
union all
select
    'signature',
    count(*)
from signature
where document_key in (select document_key from unwanted)
union all
select
    'borrowing',
    count(*)
from borrowing
where document_key in (select document_key from unwanted)
union all
select
    'mention',
    count(*)
from mention
where document_key in (select document_key from unwanted)
union all
select
    'quantity',
    count(*)
from quantity
where document_key in (select document_key from unwanted)
union all
select
    'attribution',
    count(*)
from attribution
where document_key in (select document_key from unwanted)
union all
select
    'claim',
    count(*)
from claim
where document_key in (select document_key from unwanted)
union all
select
    'quarantine',
    count(*)
from quarantine
where document_key in (select document_key from unwanted)
    or (document_key is null and input_digest in (select document_key from unwanted))
union all
select
    'ledger',
    count(*)
from ledger
where document_key in (select document_key from unwanted)
union all
select
    'duplicate_pair',
    count(*)
from duplicate_pair
where
    left_key in (select document_key from unwanted)
    or right_key in (select document_key from unwanted)
union all
select
    'cluster',
    count(*)
from cluster
where document_key in (select document_key from unwanted)
    or (valid_to_run is not null and linked_to in (select document_key from unwanted))
union all
select
    'cluster_change',
    count(*)
from cluster_change
where document_key in (select document_key from unwanted)
union all
select
    'independence_edge',
    count(*)
from independence_edge
where
    left_key in (select document_key from unwanted)
    or right_key in (select document_key from unwanted)
union all
select
    'entity_member',
    count(*)
from entity_member
where document_key in (select document_key from unwanted)
union all
select
    'entity',
    count(*)
from entity
where
    valid_to_run is not null
    and entity_key in (select subject_key from unwanted_subject)
    and (valid_to_run = $run or name not in (select name from entity where valid_to_run is null))
union all
select
    'claim_value',
    count(*)
from claim_value
where document_key in (select document_key from unwanted)
    or (
        valid_to_run is not null
        and subject_key in (select subject_key from unwanted_subject)
        and (valid_to_run = $run or subject not in (select subject from claim_value where valid_to_run is null))
    )
union all
select
    'claim_group',
    count(*)
from claim_group
where
    claim_key in (select claim_key from unwanted_claim)
    or (
        valid_to_run is not null
        and group_key in (select group_key from unwanted_group)
        and (valid_to_run = $run or subject not in (select subject from claim_value where valid_to_run is null))
    )
union all
select
    'conflict',
    count(*)
from conflict
where
    valid_to_run is not null
    and (
        valid_to_run = $run
        or left_group in (select group_key from unwanted_group)
        or right_group in (select group_key from unwanted_group)
    )
union all
select
    'host_profile_text',
    count(*)
from host_profile_text
where
    host in (select host from unwanted_host)
    and (valid_to_run is not null or host not in (select host from sighting where host is not null))
union all
select
    'host_profile',
    count(*)
from host_profile
where
    host in (select host from unwanted_host)
    and (valid_to_run is not null or host not in (select host from sighting where host is not null))
union all
select
    'dedupe_member',
    count(*)
from dedupe_member
where document_key in (select document_key from unwanted)
union all
select
    'dedupe_successor',
    count(*)
from dedupe_successor
where
    left_key in (select document_key from unwanted)
    or right_key in (select document_key from unwanted)
union all
select
    'resolve_document',
    count(*)
from resolve_document
where document_key in (select document_key from unwanted)
union all
select
    'resolve_name',
    count(*)
from resolve_name
where document_key in (select document_key from unwanted)
union all
select
    'resolve_pair',
    count(*)
from resolve_pair
where document_key in (select document_key from unwanted)
union all
select
    'resolve_told',
    count(*)
from resolve_told
where document_key in (select document_key from unwanted)
union all
select
    'resolve_foundation',
    count(*)
from resolve_foundation
where document_key in (select document_key from unwanted)
union all
select
    'resolve_question',
    count(*)
from resolve_question
where document_key in (select document_key from unwanted)
union all
select
    'resolve_reading',
    count(*)
from resolve_reading
where document_key in (select document_key from unwanted);

delete from extraction
where document_key in (select document_key from unwanted);

delete from block
where document_key in (select document_key from unwanted);

delete from signature
where document_key in (select document_key from unwanted);

delete from borrowing
where document_key in (select document_key from unwanted);

delete from mention
where document_key in (select document_key from unwanted);

delete from quantity
where document_key in (select document_key from unwanted);

delete from attribution
where document_key in (select document_key from unwanted);

delete from claim
where document_key in (select document_key from unwanted);

delete from quarantine
where
    document_key in (select document_key from unwanted)
    or (document_key is null and input_digest in (select document_key from unwanted));

delete from ledger
where document_key in (select document_key from unwanted);

delete from duplicate_pair
where
    left_key in (select document_key from unwanted)
    or right_key in (select document_key from unwanted);

delete from cluster
where
    document_key in (select document_key from unwanted)
    or (valid_to_run is not null and linked_to in (select document_key from unwanted));

delete from cluster_change
where document_key in (select document_key from unwanted);

delete from independence_edge
where
    left_key in (select document_key from unwanted)
    or right_key in (select document_key from unwanted);

delete from entity_member
where document_key in (select document_key from unwanted);

delete from entity
where
    valid_to_run is not null
    and entity_key in (select subject_key from unwanted_subject)
    and (valid_to_run = $run or name not in (select name from entity where valid_to_run is null));

delete from claim_value
where
    document_key in (select document_key from unwanted)
    or (
        valid_to_run is not null
        and subject_key in (select subject_key from unwanted_subject)
        and (valid_to_run = $run or subject not in (select subject from claim_value where valid_to_run is null))
    );

delete from claim_group
where
    claim_key in (select claim_key from unwanted_claim)
    or (
        valid_to_run is not null
        and group_key in (select group_key from unwanted_group)
        and (valid_to_run = $run or subject not in (select subject from claim_value where valid_to_run is null))
    );

delete from conflict
where
    valid_to_run is not null
    and (
        valid_to_run = $run
        or left_group in (select group_key from unwanted_group)
        or right_group in (select group_key from unwanted_group)
    );

delete from host_profile_text
where
    host in (select host from unwanted_host)
    and (valid_to_run is not null or host not in (select host from sighting where host is not null));

delete from host_profile
where
    host in (select host from unwanted_host)
    and (valid_to_run is not null or host not in (select host from sighting where host is not null));

delete from dedupe_member
where document_key in (select document_key from unwanted);

delete from dedupe_successor
where
    left_key in (select document_key from unwanted)
    or right_key in (select document_key from unwanted);

delete from resolve_document
where document_key in (select document_key from unwanted);

delete from resolve_name
where document_key in (select document_key from unwanted);

delete from resolve_pair
where document_key in (select document_key from unwanted);

delete from resolve_told
where document_key in (select document_key from unwanted);

delete from resolve_foundation
where document_key in (select document_key from unwanted);

delete from resolve_question
where document_key in (select document_key from unwanted);

delete from resolve_reading
where document_key in (select document_key from unwanted);

insert into forgotten by name
select
    unwanted.document_key,
    page_digests,
    (select sum(removed) from removed_row)::bigint as removed_rows,
    $run::bigint as run,
    $now::timestamptz as forgotten_at,
    null as finished_at
from unwanted
where document_key not in (select document_key from forgotten);

from removed_row
where removed > 0
order by
    removed desc,
    relation;
