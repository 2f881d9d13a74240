//! What a person sees and types: whole screens, prompts and keys at a real pseudo-terminal, and bad input.

#![allow(clippy::print_stderr)] // seeds, what was measured, and checks that could not be made here, are said aloud

mod asked;
mod begun;
mod chosen;
mod editor;
mod evening;
mod foreign;
mod found;
mod history;
mod input;
mod prompts;
mod screens;
mod shells;
mod timers;
mod whole;
mod written;
