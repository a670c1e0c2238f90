-- What each revision of a page changed in what it says: statements added, withdrawn, with another value, said with more or
-- with less certainty than in the revision before. Statements are compared by whom and what they are about, and where the
-- subjects have no name in common by their sentences.
create or replace view revision_change as
with met as (
    select
        page,
        document_key,
        fetched_at,
        min(run) as run
    from sighted_page
    where page is not null
    group by
        page,
        document_key,
        fetched_at
),
following as (
    select
        later.page,
        later.revision,
        later.fetched_at,
        earlier.document_key as old_document_key,
        later.document_key as new_document_key,
        greatest(met_later.run, met_earlier.run) as first_run
    from page_revision as later
    inner join page_revision as earlier
        on later.page = earlier.page
        and later.revision = earlier.revision + 1
    inner join met as met_later
        on later.page = met_later.page
        and later.document_key = met_later.document_key
        and later.fetched_at = met_later.fetched_at
    inner join met as met_earlier
        on earlier.page = met_earlier.page
        and earlier.document_key = met_earlier.document_key
        and earlier.fetched_at = met_earlier.fetched_at
),
stated as (
    select
        reading.document_key,
        coalesce(reading.subject_key, lower(reading.subject)) as about,
        reading.subject,
        reading.attribute,
        reading.value,
        arg_min(reading.text, reading.claim_key) as text,
        arg_min(reading.sentence, reading.claim_key) as sentence,
        max(
            case reading.modality
                when 'asserted' then 5
                when 'reported' then 4
                when 'predicted' then 3
                when 'rumored' then 2
                else 1
            end
        ) as certainty,
        arg_max(
            reading.modality,
            case reading.modality
                when 'asserted' then 5
                when 'reported' then 4
                when 'predicted' then 3
                when 'rumored' then 2
                else 1
            end
        ) as modality,
        min(reading.claim_key) as claim_key
    from claim_reading as reading
    where
        reading.document_key in (
            select document_key
            from page_revision
            where revisions > 1
        )
    group by
        reading.document_key,
        about,
        reading.subject,
        reading.attribute,
        reading.value
),
same_value as (
    -- one claim can say several things, of which a revision changes one: a statement is known by what it says
    select
        following.page,
        following.revision,
        old.about,
        old.attribute,
        old.value,
        old.claim_key as old_claim_key,
        new.claim_key as new_claim_key
    from following
    inner join stated as old
        on following.old_document_key = old.document_key
    inner join stated as new
        on following.new_document_key = new.document_key
        and old.about = new.about
        and old.attribute = new.attribute
        and old.value = new.value
),
gone as (
    select
        following.page,
        following.revision,
        old.*
    from following
    inner join stated as old
        on following.old_document_key = old.document_key
    where not exists (
        select 1
        from same_value
        where
            same_value.page = following.page
            and same_value.revision = following.revision
            and same_value.about = old.about
            and same_value.attribute = old.attribute
            and same_value.value = old.value
    )
),
come as (
    select
        following.page,
        following.revision,
        new.*
    from following
    inner join stated as new
        on following.new_document_key = new.document_key
    where not exists (
        select 1
        from same_value
        where
            same_value.page = following.page
            and same_value.revision = following.revision
            and same_value.about = new.about
            and same_value.attribute = new.attribute
            and same_value.value = new.value
    )
),
-- where subjects have no name in common ("46 branches", "14 branches"): the sentence that was written over the other
reworded as (
    select
        gone.page,
        gone.revision,
        gone.claim_key as old_claim_key,
        come.claim_key as new_claim_key,
        gone.attribute,
        gone.value as old_value,
        come.value as new_value,
        levenshtein(lower(gone.sentence), lower(come.sentence))
        / greatest(length(gone.sentence), length(come.sentence)) as distance
    from gone
    inner join come
        on gone.page = come.page
        and gone.revision = come.revision
        and gone.attribute = come.attribute
    where
        gone.about <> come.about
        and distance <= 0.4
        and not exists (
            select 1
            from come as other
            where
                other.page = gone.page
                and other.revision = gone.revision
                and other.attribute = gone.attribute
                and other.about = gone.about
        )
        and not exists (
            select 1
            from gone as other
            where
                other.page = come.page
                and other.revision = come.revision
                and other.attribute = come.attribute
                and other.about = come.about
        )
    qualify
        row_number() over (
            partition by gone.page, gone.revision, gone.about, gone.attribute, gone.value
            order by distance, come.claim_key, come.value
        ) = 1
        and row_number() over (
            partition by come.page, come.revision, come.about, come.attribute, come.value
            order by distance, gone.claim_key, gone.value
        ) = 1
),
told as (
    -- the same value, said otherwise
    select
        same_value.page,
        same_value.revision,
        case when new.certainty < old.certainty then 'softened' else 'hardened' end as change,
        new.subject,
        new.attribute,
        old.text as old_text,
        new.text as new_text,
        old.sentence as old_sentence,
        new.sentence as new_sentence,
        old.modality as old_modality,
        new.modality as new_modality,
        old.claim_key as old_claim_key,
        new.claim_key as new_claim_key
    from same_value
    inner join stated as old
        on same_value.old_claim_key = old.claim_key
    inner join stated as new
        on same_value.new_claim_key = new.claim_key
    where
        old.certainty <> new.certainty
        and old.about = same_value.about
        and old.attribute = same_value.attribute
        and old.value = same_value.value
        and new.about = same_value.about
        and new.attribute = same_value.attribute
        and new.value = same_value.value
    union all
    -- of one subject and attribute one value went and another came
    select
        coalesce(gone.page, come.page),
        coalesce(gone.revision, come.revision),
        case
            when gone.claim_key is null then 'added'
            when come.claim_key is null then 'withdrawn'
            else 'changed'
        end,
        coalesce(come.subject, gone.subject),
        coalesce(come.attribute, gone.attribute),
        gone.text,
        come.text,
        gone.sentence,
        come.sentence,
        gone.modality,
        come.modality,
        gone.claim_key,
        come.claim_key
    from (
        select *
        from gone
        anti join reworded
            on gone.page = reworded.page
            and gone.revision = reworded.revision
            and gone.claim_key = reworded.old_claim_key
            and gone.attribute = reworded.attribute
            and gone.value = reworded.old_value
    ) as gone
    full outer join (
        select *
        from come
        anti join reworded
            on come.page = reworded.page
            and come.revision = reworded.revision
            and come.claim_key = reworded.new_claim_key
            and come.attribute = reworded.attribute
            and come.value = reworded.new_value
    ) as come
        on gone.page = come.page
        and gone.revision = come.revision
        and gone.about = come.about
        and gone.attribute = come.attribute
    union all
    select
        reworded.page,
        reworded.revision,
        'changed',
        come.subject,
        come.attribute,
        gone.text,
        come.text,
        gone.sentence,
        come.sentence,
        gone.modality,
        come.modality,
        gone.claim_key,
        come.claim_key
    from reworded
    inner join gone
        on reworded.page = gone.page
        and reworded.revision = gone.revision
        and reworded.old_claim_key = gone.claim_key
        and reworded.attribute = gone.attribute
        and reworded.old_value = gone.value
    inner join come
        on reworded.page = come.page
        and reworded.revision = come.revision
        and reworded.new_claim_key = come.claim_key
        and reworded.attribute = come.attribute
        and reworded.new_value = come.value
)
select
    told.page,
    told.revision,
    told.change,
    told.subject,
    told.attribute,
    told.old_text,
    told.new_text,
    told.old_sentence,
    told.new_sentence,
    told.old_modality,
    told.new_modality,
    old.source_id as old_document,
    new.source_id as new_document,
    following.fetched_at,
    following.first_run,
    told.old_claim_key,
    told.new_claim_key
from told
inner join following
    on told.page = following.page
    and told.revision = following.revision
inner join extraction_current as old
    on following.old_document_key = old.document_key
inner join extraction_current as new
    on following.new_document_key = new.document_key;
comment on view revision_change is 'What each revision of a page changed in what it says: a statement was added, withdrawn, changed (another value), softened or hardened (said with less or more certainty) against the revision before; first_run is the run since which both are known.';
