//! What people see in a browser, in Chromium as Debian has it: whether it can be read by everybody, asks nobody for anything, and
//! leaves nothing behind.

mod attacked;
mod fox;
mod gone;
mod handed;
mod journal;
mod keepsake;
mod killed;
mod look;
mod own;
mod pages;
mod pairing;
mod pictures;
mod seat;
mod story;
mod stranger;
mod traces;
mod walk;
mod windows;
