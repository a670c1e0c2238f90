-- The claims of groups: how each came to its subject, attribute and value, and why it is a member.
select
    reading.group_key,
    reading.claim_key,
    reading.document,
    reading.publisher,
    reading.url,
    reading.published_at,
    claim.subject as subject_as_written,
    claim.predicate,
    claim.object,
    reading.subject,
    reading.attribute,
    reading.rule,
    reading.value,
    reading.text,
    reading.modality,
    reading.negated,
    reading.attribution,
    reading.counts,
    claim_group.reason,
    claim_group.valid_from_run as since_run,
    coalesce(named.names, []) as named_as,
    reading.sentence
from claim_reading as reading
inner join claim_current as claim
    on reading.claim_key = claim.claim_key
inner join claim_group_current as claim_group
    on reading.claim_key = claim_group.claim_key
    and reading.group_key = claim_group.group_key
left join (
    select
        entity_key,
        document_key,
        list({'name': name, 'reason': reason} order by name) as names
    from entity_member_current
    group by
        entity_key,
        document_key
) as named
    on reading.subject_key = named.entity_key
    and reading.document_key = named.document_key
where list_contains($groups, reading.group_key)
order by
    reading.group_key,
    reading.counts desc,
    reading.published_at nulls last,
    reading.document,
    reading.char_start,
    reading.claim_key;
