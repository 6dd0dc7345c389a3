//! Components that know no change and no release: buttons, fields, tables.
