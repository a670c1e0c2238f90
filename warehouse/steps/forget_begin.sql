-- What is to be forgotten stops being valid, as if it had gone in this run: the set steps then leave it out. Offered:
-- unwanted (document_key, page_digests). What hangs on it is noted first.
create or replace temp table unwanted_claim as
select distinct claim_key
from claim
semi join unwanted using (document_key);

create or replace temp table unwanted_group as
select distinct group_key
from claim_group
semi join unwanted_claim using (claim_key);

create or replace temp table unwanted_subject as
select entity_key as subject_key
from entity_member
semi join unwanted using (document_key)
union
select subject_key
from claim_value
semi join unwanted using (document_key)
where subject_key is not null;

create or replace temp table unwanted_host as
select distinct host
from sighting
semi join unwanted using (document_key)
where host is not null;

create or replace temp table removed_at_once as
select
    'sighting' as relation,
    count(*) as removed
from sighting
semi join unwanted using (document_key)
union all
select
    'document',
    count(*)
from document
semi join unwanted using (document_key);

delete from sighting
where document_key in (select document_key from unwanted);

delete from document
where document_key in (select document_key from unwanted);

update extraction set valid_to_run = $run
where valid_to_run is null and document_key in (select document_key from unwanted);

update block set valid_to_run = $run
where valid_to_run is null and document_key in (select document_key from unwanted);

update signature set valid_to_run = $run
where valid_to_run is null and document_key in (select document_key from unwanted);

update borrowing set valid_to_run = $run
where valid_to_run is null and document_key in (select document_key from unwanted);

update mention set valid_to_run = $run
where valid_to_run is null and document_key in (select document_key from unwanted);

update quantity set valid_to_run = $run
where valid_to_run is null and document_key in (select document_key from unwanted);

update attribution set valid_to_run = $run
where valid_to_run is null and document_key in (select document_key from unwanted);

update claim set valid_to_run = $run
where valid_to_run is null and document_key in (select document_key from unwanted);

-- the rows of set steps stay until these have seen that their inputs are gone
update ledger set valid_to_run = $run
where
    valid_to_run is null
    and step in ('clean', 'sign', 'extract')
    and document_key in (select document_key from unwanted);
