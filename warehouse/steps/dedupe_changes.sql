-- What came and went since run $since: documents, and with them texts and sampled shingles.
-- A text is numbered by the first 63 bits of its digest, so that no number depends on the order of arrival. Texts
-- without words are equal in nothing: they have no number, and stay alone.
create or replace temp table touched_signature as
select distinct document_key
from signature
where
    valid_from_run > $since
    or valid_to_run > $since;

create or replace temp table changed_document as
with signed as (
    select
        document_key,
        case when words > 0 then (('0x' || exact_digest[1:16])::ubigint >> 1)::bigint end as text,
        words,
        shingles
    from signature_current
    semi join touched_signature using (document_key)
)
select
    touched.document_key,
    signed.text,
    signed.words,
    signed.shingles,
    signed.document_key is not null as is_here,
    member.text as former_text
from touched_signature as touched
left join signed on signed.document_key = touched.document_key
left join dedupe_member as member on member.document_key = touched.document_key
where
    signed.text is distinct from member.text
    or signed.words is distinct from member.words
    or (signed.document_key is null) <> (member.document_key is null)
    -- gone before the state is made anew: only the clusters still know of it
    or (
        signed.document_key is null
        and touched.document_key in (
            select document_key
            from cluster_current
            where $since < 0
        )
    );

-- The documents that speak for texts which may get another one to speak for them.
create or replace temp table former_standing as
select
    text,
    min(document_key) as document_key
from dedupe_member
where text in (
    select text
    from changed_document
    union all
    select former_text
    from changed_document
    union all
    select text
    from dedupe_member
    semi join touched_signature using (document_key)
)
group by text;

delete from dedupe_member
where document_key in (select document_key from changed_document);

insert into dedupe_member
select
    document_key,
    text,
    words,
    shingles
from changed_document
where is_here;

-- Texts that another document speaks for, or the same one cleaned anew: the words are the same, figures may be not,
-- since they are read with their points and colons.
create or replace temp table restated_text as
with standing as (
    select
        text,
        min(document_key) as document_key
    from dedupe_member
    semi join former_standing using (text)
    group by text
)
select standing.text
from standing
join former_standing as former using (text)
where
    standing.document_key <> former.document_key
    or standing.document_key in (select document_key from touched_signature);

create or replace temp table arrived_text as
select
    text,
    min(document_key) as document_key,
    any_value(shingles) as shingles
from changed_document
anti join dedupe_text using (text)
where
    is_here
    and text is not null
group by text;

create or replace temp table gone_text as
select
    text,
    counted
from dedupe_text
where
    text in (select former_text from changed_document)
    and text not in (
        select text
        from dedupe_member
        where text in (select former_text from changed_document)
    );

create or replace temp table arrived_sample as
select
    arrived_text.text,
    unnest(signature_current.sample) as shingle
from arrived_text
join signature_current using (document_key);

create or replace temp table gone_sample as
select *
from dedupe_sample
semi join gone_text using (text);

-- Another text with the same number would be taken for this one: at 10 million texts the odds are 1 to 180,000.
select
    (select count(*) from changed_document) as documents,
    (select count(*) from arrived_text) as arrived,
    (select count(*) from gone_text) as gone,
    (select count(*) from restated_text) as restated,
    (
        select count(distinct signature_current.exact_digest)
        from changed_document
        join signature_current using (document_key)
        where changed_document.text is not null
    ) - (
        select count(distinct text)
        from changed_document
        where is_here
    ) as collisions;
