#![no_main]

piccole_fuzz::target!("store");
