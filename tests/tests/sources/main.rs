//! What holds over the sources themselves: the direction of dependencies, and words.

mod layers;
mod said;
mod words;
