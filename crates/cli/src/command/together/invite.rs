//! Inviting the other, the same for a letter, an answer, and something missed.

use kintsugi_home::Home;
use kintsugi_home::sentences::INVITED;
use kintsugi_journal::{EntryId, Occasion};
use serde_json::json;

use crate::context::Context;
use crate::error::CommandError;

/// Invites; for a question, to answer this one.
pub(crate) fn invite(
    context: &Context,
    home: &Home,
    occasion: Occasion,
    question: Option<EntryId>,
) -> Result<(), CommandError> {
    home.invite(occasion, question, &context.now)?;
    let question = question.map(|question| question.to_string());
    context.output.json(&json!({ "invited": true, "for": occasion.as_str(), "question": question }));
    context.output.done(INVITED);
    Ok(())
}
