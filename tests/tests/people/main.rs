//! Two people who mean each other well: the main job, the practices, and what each learns of the other.

#![allow(clippy::print_stderr)] // seeds, what was measured, and checks that could not be made here, are said aloud

mod agreement;
mod apart;
mod at_once;
mod bundles;
mod convergence;
mod derived;
mod devices;
mod evenings;
mod exercises;
mod holding;
mod hours;
mod interrupted;
mod kept;
mod learned;
mod month;
mod overtaken;
mod pending;
mod practices;
mod prefixes;
mod quiet;
mod refused;
mod renewed;
mod restore;
mod rounds;
mod rules;
mod service;
mod steps;
mod story;
mod taken_back;
mod trials;
mod versions;
mod vocabularies;
mod wishes;
