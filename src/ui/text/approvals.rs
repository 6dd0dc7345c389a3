//! The words of approvals and votes.

/// The words; each field is named after what it says.
pub struct Text {
    pub nobody: &'static str,
    pub asks: fn(&str) -> String,
    pub lead: fn(&str) -> String,
    pub evidence: fn(&str) -> String,
    pub ask: &'static str,
    pub due: fn(&str) -> String,
    pub void: fn(&str) -> String,
    pub stand_ins: fn(&str) -> String,
    pub vote_note: &'static str,
    pub withdraw: &'static str,
    pub mandatory: &'static str,
    pub for_member: fn(&str, &str) -> String,
    pub votes: fn(&str, &str) -> String,
}

/// English.
pub const EN: Text = Text {
    nobody: "The policy asks nobody.",
    asks: |names| format!("The policy asks {names}."),
    lead: |days| format!("Authorised {days} before it starts."),
    evidence: |names| format!("Still to be shown: {names}"),
    ask: "Ask for approval",
    due: |due| format!("To be answered by {due}"),
    void: |reason| format!("Void: {reason}"),
    stand_ins: |names| format!("Nobody independent is left for a seat. Could be named delegate: {names}"),
    vote_note: "Reason or condition; a rejection needs one",
    withdraw: "Withdraw the request",
    mandatory: "must vote",
    for_member: |person, member| format!("{person} for {member}"),
    votes: |person, choice| format!("{person}: {choice}"),
};
