//! The doctor on a network that is ill, and the way out that it names.

use kintsugi_tests::Person;
use kintsugi_tests::company::{Company, Watch};
use serde_json::Value;

fn examined(person: &Person) -> Value {
    person.ok(&["doctor", "--wait", "6"])
}

fn cause(answer: &Value) -> &str {
    answer["verdict"]["cause"].as_str().unwrap_or("nothing")
}

fn found<'a>(answer: &'a Value, check: &str) -> &'a Value {
    let checks = answer["checks"].as_array().expect("checks").iter();
    checks.clone().find(|one| one["check"] == check).unwrap_or_else(|| panic!("{check} in {answer}"))
}

#[test]
fn a_network_that_is_well() {
    let company = Company::paired(&["a", "b"]);
    let _ben = Watch::start(&company.two.ben);
    let answer = examined(&company.two.ana);
    assert_eq!((answer["ok"].as_bool(), cause(&answer)), (Some(true), "nothing"), "{answer}");
    assert_eq!(found(&answer, "default route")["state"], "note", "there is none: {answer}");
    // For a report: no name, no address, no id.
    let text = answer.to_string();
    let id = company.two.ana.ok(&["device", "list"])["devices"][0]["id"].as_str().expect("an id").to_owned();
    for private in ["Ana", "Ben", "192.168", &id[..8], company.two.root.path().to_str().expect("a path")] {
        assert!(!text.contains(private), "{private} in {text}");
    }
    let _ana = Watch::start(&company.two.ana);
    kintsugi_tests::company::until_in_touch(&company.two.ana);
    assert_eq!(found(&examined(&company.two.ana), "partner")["found"], "kintsugi sync --watch looks after it");
}

#[test]
fn multicast_that_is_dropped_is_no_hindrance_and_is_said() {
    let company = Company::with_weather(&["a", "b"]);
    company.pair();
    company.lab.weather("drop multicast");
    company.two.ana.write("to the last address", &[]);
    company.two.sync();
    assert_eq!(company.two.ben.entries().len(), 1);
    let _ben = Watch::start(&company.two.ben);
    let answer = examined(&company.two.ana);
    assert_eq!(cause(&answer), "nothing", "{answer}");
    let multicast = found(&answer, "multicast");
    assert!(multicast["found"].as_str().is_some_and(|found| found.contains("keeps laptops apart")), "{answer}");
}

#[test]
fn behind_a_firewall_the_port_of_this_laptop_is_named() {
    let company = Company::with_weather(&["a", "b"]);
    company.pair();
    let _ben = Watch::start(&company.two.ben);
    let sockets = company.lab.on("b", "sleep 1; ss -ulnH");
    let at = sockets.split_whitespace().find_map(|word| word.strip_prefix("192.168.77.12:")).expect("it listens");
    company.lab.weather(&format!("drop udp {at}"));
    let answer = examined(&company.two.ana);
    assert!(cause(&answer).contains("did not answer"), "{answer}");
    assert!(answer["verdict"]["action"].as_str().is_some_and(|action| action.contains("UDP port")), "{answer}");
}

#[test]
fn isolated_guests_are_offered_a_bundle_and_it_works() {
    let company = Company::with_weather(&["a", "b", "gw"]);
    company.pair();
    company.lab.weather("isolate");
    company.lab.on("a", "ip neigh flush all");
    let _ben = Watch::start(&company.two.ben);
    let answer = examined(&company.two.ana);
    assert!(answer["verdict"]["action"].as_str().is_some_and(|action| action.contains("client isolation")), "{answer}");
    assert!(answer["verdict"]["action"].as_str().is_some_and(|action| action.contains("bundle export")), "{answer}");
    company.two.ana.write("carried over", &[]);
    let file = company.two.root.path().join("bundle");
    let file = file.to_str().expect("a plain path");
    company.two.ana.ok(&["bundle", "export", file]);
    assert_eq!(company.two.ben.ok(&["bundle", "import", file])["received"], 1);
}

#[test]
fn a_laptop_on_which_nothing_runs_looks_like_one_that_is_off() {
    let company = Company::paired(&["a", "b"]);
    let answer = examined(&company.two.ana);
    assert!(cause(&answer).contains("did not answer"), "{answer}");
    company.lab.on("b", "ip link set eth0 down");
    company.lab.on("a", "ip neigh flush all");
    assert_eq!(examined(&company.two.ana), answer, "whether it is there is not told");
    company.lab.on("a", "ip addr flush dev eth0");
    assert!(cause(&examined(&company.two.ana)).contains("not connected"));
}
