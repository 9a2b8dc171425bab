"""Records with an English and a Chinese name."""


def create_bilingual(model, values_list, names_zh):
    """Create records whose `name` is English, and write the Chinese names beside it."""
    records = model.with_context(lang="en_US").create(values_list)
    for record, name_zh in zip(records, names_zh, strict=True):
        record.update_field_translations("name", {"zh_CN": name_zh})
    return records.with_env(model.env)
