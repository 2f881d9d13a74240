//! What people see in a browser, in Chromium as Debian has it: whether it can be read by everybody, asks nobody for anything, and
//! leaves nothing behind.

mod keepsake;
