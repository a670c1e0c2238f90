-- One claim with everything that led to it; the key may be given by its first characters.
select
    claim.*,
    extraction.source_id,
    extraction.url,
    extraction.publisher,
    extraction.title,
    extraction.encoding,
    extraction.published_evidence,
    document.media_type,
    block.kind as block_kind,
    block.text as block_text,
    block.reason as block_reason,
    block.path as block_path,
    attribution.speaker_kind,
    attribution.cue,
    attribution.direct,
    ledger.step_version,
    ledger.settings_digest,
    ledger.run as made_in_run,
    cluster.cluster_key,
    (
        select list(
            {
                'subject': claim_value.subject,
                'attribute': claim_value.attribute,
                'value': claim_value.value,
                'rule': claim_value.rule,
                'group_key': claim_group.group_key,
                'reason': claim_group.reason
            }
            order by claim_value.attribute
        )
        from claim_value_current as claim_value
        left join claim_group_current as claim_group
            on claim_value.claim_key = claim_group.claim_key
            and claim_value.attribute = claim_group.attribute
            and claim_value.value = claim_group.value
        where claim_value.claim_key = claim.claim_key
    ) as resolved,
    (
        select list(quantity order by quantity.char_start)
        from quantity_current as quantity
        where list_contains(claim.quantity_keys, quantity.quantity_key)
    ) as quantities
from claim_current as claim
inner join extraction_current as extraction using (document_key)
inner join document using (document_key)
left join block_current as block
    on claim.field = 'text'
    and block.document_key = claim.document_key
    and block.kept
    and block.char_start <= claim.char_start
    and claim.char_start < block.char_end
left join attribution_current as attribution using (attribution_key)
left join ledger_current as ledger on claim.ledger_digest = ledger.ledger_digest
left join cluster_current as cluster on claim.document_key = cluster.document_key
where starts_with(claim.claim_key, $key)
order by claim.claim_key
limit 2;
