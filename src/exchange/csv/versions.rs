//! A list of versions to releases: a row is one version of a release in one repository.
//!
//! A file of its own because a row says of a release what a column says of a change. A release keeps all its
//! versions as a list and not as a change each: such a list has no dates and nobody to authorise anything, and the
//! changes that deploy the versions come from where changes are kept. They find their release by its repositories,
//! which are what its changes have in common.

use serde_json::{Map, Value};

use super::super::import::{Imported, Notes};
use super::CsvError;
use super::field::Field;
use super::import::{IMPORTED, add_new, keep};
use super::mapping::Mapping;
use super::named::Named;
use super::table::{Row, Table};
use crate::model::altered;
use crate::model::{AnyRecord, Id, Release, ReleaseKind, ReleaseStatus, VersionReference};
use crate::sorted::SortedMap;

/// Reads releases from a table. Rows of one release are its versions, in their order; the last is what it deploys.
pub(super) fn import(table: &Table, mapping: &Mapping) -> Result<Imported, CsvError> {
    let release = mapping.column_of(Field::Release).ok_or(CsvError::NoRelease)?;
    let mut named = Named::default();
    let mut notes = Notes::default();
    let mut releases: SortedMap<Id<Release>, Release> = SortedMap::new();
    for row in &table.rows {
        let name = row.cell(release).trim();
        if name.is_empty() {
            let problem = "the row names no release".to_owned();
            notes.note(Some(row.line), None, problem, "it is left out; name the release of the version");
            continue;
        }
        let read = read(table, mapping, row, name, &mut named);
        match releases.get_mut(&read.id) {
            Some(known) => join(known, read, row.line, &mut notes),
            None => drop(releases.insert(read.id, read)),
        }
    }
    if !mapping.holder.is_empty() && !releases.contains_key(&Id::lenient(&mapping.holder)) {
        let holder = named.holder(&mapping.holder).id;
        releases.values_mut().for_each(|release| release.parent = Some(holder));
    }
    let mut records = named.into_records();
    records.extend(releases.into_values().map(AnyRecord::from));
    let mut all = table.notes.clone();
    all.extend(notes.into_vec());
    Ok(Imported { records, notes: all })
}

/// The release of one row.
fn read(table: &Table, mapping: &Mapping, row: &Row, name: &str, named: &mut Named) -> Release {
    let mut release =
        altered!(Release::draft(Id::lenient(name), name.to_owned()), status: ReleaseStatus::Planned);
    let mut version = VersionReference::default();
    let mut kept = Map::new();
    for (column, cell) in row.cells.iter().enumerate() {
        let cell = cell.trim();
        let header = table.headers.get(column).map_or("surplus", String::as_str);
        if cell.is_empty() {
            continue;
        }
        match mapping.field(column) {
            Field::Release | Field::Ignore => {}
            Field::Version => cell.clone_into(&mut version.version),
            Field::Repository => {
                cell.clone_into(&mut version.repository);
                release.common.cis = vec![named.ci(cell, "")];
            }
            Field::Commit => cell.clone_into(&mut version.commit),
            Field::Group => release.group = Some(named.group(cell)),
            Field::Owner => release.owner = Some(named.person(cell, "")),
            Field::Description => cell.clone_into(&mut release.description),
            Field::Kind => {
                match ReleaseKind::ALL.iter().find(|kind| kind.word().eq_ignore_ascii_case(cell)) {
                    Some(kind) => release.kind = *kind,
                    None => add_new(&mut release.labels, cell.to_owned()),
                }
            }
            Field::Category => add_new(&mut release.labels, cell.to_owned()),
            Field::Labels => {
                let labels = cell.split(|c: char| mapping.list_separators.contains(&c));
                labels.for_each(|label| add_new(&mut release.labels, label.trim().to_owned()));
            }
            _ => keep(&mut kept, header, cell),
        }
    }
    if version != VersionReference::default() {
        release.deploys = Some(version.clone());
        release.versions = vec![version];
    }
    if !kept.is_empty() {
        release.extra.insert(IMPORTED.to_owned(), Value::Object(kept));
    }
    release
}

/// Adds what another row says of a release. What both say otherwise stays as the first says it, with a note.
fn join(release: &mut Release, row: Release, line: usize, notes: &mut Notes) {
    let mut differs = |field: &str, differs: bool| {
        if differs {
            let problem = format!("another row of {} says otherwise", release.id);
            notes.add(line, field, problem, "the first row is kept");
        }
    };
    differs("group", row.group.is_some() && release.group.is_some() && row.group != release.group);
    differs("owner", row.owner.is_some() && release.owner.is_some() && row.owner != release.owner);
    release.group = release.group.take().or(row.group);
    release.owner = release.owner.take().or(row.owner);
    if row.deploys.is_some() {
        release.deploys = row.deploys;
    }
    row.common.cis.into_iter().for_each(|ci| add_new(&mut release.common.cis, ci));
    row.labels.into_iter().for_each(|label| add_new(&mut release.labels, label));
    row.versions.into_iter().for_each(|version| add_new(&mut release.versions, version));
    if let Some(Value::Object(texts)) = row.extra.get(IMPORTED)
        && let Value::Object(kept) =
            release.extra.entry(IMPORTED.to_owned()).or_insert_with(|| Value::Object(Map::new()))
    {
        for (header, text) in texts {
            let text = text.as_str().unwrap_or_default();
            if kept
                .get(header)
                .and_then(Value::as_str)
                .is_none_or(|known| !known.lines().any(|one| one == text))
            {
                keep(kept, header, text);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::{import, sniff};
    use super::*;

    #[test]
    fn rows_of_a_release_are_its_versions_and_the_last_is_what_it_deploys() {
        let text = "deliverable,team,type,version,repository,commit\n\
            nova,nova,service,32.0.0.0rc1,openstack/nova,aaa\n\
            nova,nova,service,32.0.0,openstack/nova,bbb\n\
            ,nova,service,1,openstack/nova,ccc\n\
            kayobe,kolla,trailing,19.0.0,openstack/kayobe,ddd\n\
            kayobe,kolla,trailing,19.0.0,openstack/kayobe-config,eee\n";
        let table = sniff(text.as_bytes()).unwrap();
        let mapping = Mapping::recognise(&table.headers).of_file("flamingo-releases.csv");
        let imported = import(&table, &mapping).unwrap();
        let releases: Vec<&Release> = imported
            .records
            .iter()
            .filter_map(|record| match record {
                AnyRecord::Releases(release) => Some(&**release),
                _ => None,
            })
            .collect();
        let [holder, kayobe, nova] = releases[..] else { panic!("{releases:?}") };
        assert_eq!((holder.id.as_str(), holder.kind), ("flamingo", ReleaseKind::Enterprise));
        let versions: Vec<(&str, &str)> =
            kayobe.versions.iter().map(|one| (one.repository.as_str(), one.commit.as_str())).collect();
        assert_eq!(versions, [("openstack/kayobe", "ddd"), ("openstack/kayobe-config", "eee")]);
        assert_eq!(nova.versions.len(), 2);
        assert_eq!(nova.deploys.as_ref().map(|one| one.version.as_str()), Some("32.0.0"));
        assert_eq!(nova.labels, ["service"]);
        assert_eq!(nova.parent.as_ref().map(Id::as_str), Some("flamingo"));
        assert_eq!(nova.common.cis, [Id::lenient("openstack/nova")]);
        assert_eq!(imported.notes.len(), 1, "{:?}", imported.notes);
    }
}
