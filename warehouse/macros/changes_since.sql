-- What is otherwise than after the last run published at or before a time: claims that came and went, statements that a
-- page revised, conflicts that opened and closed.
create or replace macro changes_since(ts) as table
with then_claim as (
    select
        claim_key,
        document_key,
        quote
    from claims_as_of(ts)
),
now_claim as (
    select
        claim_key,
        document_key,
        quote,
        valid_from_run
    from claim_current
),
then_conflict as (
    select *
    from conflicts_as_of(ts)
)
select
    'claim_added' as change,
    now_claim.valid_from_run as run,
    null as subject,
    null as attribute,
    null as old_text,
    now_claim.quote as new_text,
    extraction_current.source_id as document,
    now_claim.claim_key as key,
    null as old_sentence,
    now_claim.quote as new_sentence
from now_claim
left join extraction_current
    on now_claim.document_key = extraction_current.document_key
where now_claim.claim_key not in (select claim_key from then_claim)
union all
select
    'claim_withdrawn',
    gone.run,
    null,
    null,
    then_claim.quote,
    null,
    extraction_current.source_id,
    then_claim.claim_key,
    then_claim.quote,
    null
from then_claim
left join extraction_current
    on then_claim.document_key = extraction_current.document_key
left join (
    select
        claim_key,
        max(valid_to_run) as run
    from claim
    group by claim_key
) as gone
    on then_claim.claim_key = gone.claim_key
where then_claim.claim_key not in (select claim_key from now_claim)
union all
select
    'statement_' || revision_change.change,
    revision_change.first_run,
    revision_change.subject,
    revision_change.attribute,
    revision_change.old_text || ' (' || revision_change.old_modality || ')',
    revision_change.new_text || ' (' || revision_change.new_modality || ')',
    revision_change.new_document,
    coalesce(revision_change.new_claim_key, revision_change.old_claim_key),
    revision_change.old_sentence,
    revision_change.new_sentence
from revision_change
where revision_change.first_run > run_as_of(ts)
union all
select
    case when before.conflict_key is null or not before.open then 'conflict_opened' else 'conflict_closed' end,
    coalesce(after.valid_from_run, gone.run),
    coalesce(after.subject, before.subject),
    coalesce(after.attribute, before.attribute),
    before.explanation,
    after.explanation,
    null,
    coalesce(after.conflict_key, before.conflict_key),
    null,
    null
from then_conflict as before
full outer join conflict_current as after
    on before.conflict_key = after.conflict_key
left join (
    select
        conflict_key,
        max(valid_to_run) as run
    from conflict
    group by conflict_key
) as gone
    on before.conflict_key = gone.conflict_key
where coalesce(before.open, false) <> coalesce(after.open, false);
comment on macro table changes_since is 'What is otherwise than after the last run published at or before a time: claim_added, claim_withdrawn, statement_added, statement_withdrawn, statement_changed, statement_softened, statement_hardened (by revisions of a page), conflict_opened, conflict_closed; with the run that brought it, the key of the claim or conflict, and the sentences before and after.';
