//! Two laptops on a home network of namespaces: what leaves it, what bad weather does, new addresses, strangers.
//!
//! These tests make networks of their own and need root or user namespaces, and iproute2.

mod capture;
mod doctor;
mod moves;
mod regressions;
mod slow;
mod strangers;
mod table;
mod together;
mod weather;
