//! Two people at two laptops of a lab, who stay in touch.

use std::io::{BufRead, BufReader, Write};
use std::os::unix::net::UnixStream;
use std::process::Child;
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::two::{Two, first_line};
use crate::{Lab, Person};

/// Two people on one home network.
pub struct Company {
    /// The network.
    pub lab: Lab,
    /// Ana at laptop `a`, Ben at laptop `b`.
    pub two: Two,
}

/// A `sync --watch` that runs until it is dropped.
pub struct Watch {
    child: Child,
}

impl Company {
    /// Two journals on a network with these laptops, the first two of which are theirs.
    pub fn new(hosts: &[&'static str]) -> Self {
        Self::on(Lab::new(hosts), hosts)
    }

    /// The same on a hub with weather.
    pub fn with_weather(hosts: &[&'static str]) -> Self {
        Self::on(Lab::with_weather(hosts), hosts)
    }

    fn on(lab: Lab, hosts: &[&'static str]) -> Self {
        let mut two = Two::strangers();
        two.ana = lab.seat(two.ana, hosts[0]);
        two.ben = lab.seat(two.ben, hosts[1]);
        two.ana.init();
        two.ben.init();
        Self { lab, two }
    }

    /// The same, paired by code.
    pub fn paired(hosts: &[&'static str]) -> Self {
        let company = Self::new(hosts);
        company.pair();
        company
    }

    /// Pairs them by code.
    ///
    /// # Panics
    /// When either side fails.
    pub fn pair(&self) {
        let mut window = self.two.ana.begin(&["pair", "--yes", "--json"]);
        let first: Value = first_line(&mut window);
        let joined = self.two.ben.run(&["join", first["code"].as_str().expect("a code"), "--yes", "--json"]);
        assert_eq!(joined.code, 0, "{}", joined.stderr);
        let hosted: crate::Run = window.wait_with_output().expect("it ends").into();
        assert_eq!(hosted.code, 0, "{}", hosted.stderr);
    }

    /// Both stay in touch.
    pub fn watch(&self) -> (Watch, Watch) {
        (Watch::start(&self.two.ana), Watch::start(&self.two.ben))
    }
}

impl Watch {
    /// Stays in touch from now on.
    ///
    /// # Panics
    /// When it cannot be started.
    pub fn start(person: &Person) -> Self {
        let mut command = person.command(&["sync", "--watch", "--no-input"]);
        let log = std::fs::File::create(person.home.with_extension("watch")).expect("a log");
        command.stdout(log.try_clone().expect("a log")).stderr(log);
        Self { child: command.spawn().expect("it starts") }
    }

    /// Its process.
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// Its memory in KiB, as the system counts it.
    ///
    /// # Panics
    /// When it has ended.
    pub fn memory(&self) -> u64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.id())).expect("it runs");
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).expect("its memory");
        line.trim().trim_end_matches(" kB").parse().expect("a number")
    }

    /// What processors have worked for it until now, in hundredths of a second (proc(5)).
    ///
    /// # Panics
    /// When it has ended.
    pub fn worked(&self) -> u64 {
        let stat = std::fs::read_to_string(format!("/proc/{}/stat", self.id())).expect("it runs");
        let (_, behind) = stat.rsplit_once(") ").expect("a name in brackets");
        let ticks = |field: &str| field.parse::<u64>().expect("a number");
        behind.split(' ').skip(11).take(2).map(ticks).sum()
    }

    /// Whether it still runs.
    pub fn is_running(&mut self) -> bool {
        matches!(self.child.try_wait(), Ok(None))
    }

    /// Ends it as a power cut would.
    ///
    /// # Panics
    /// When it cannot be ended.
    pub fn cut(mut self) {
        self.child.kill().expect("it can be ended");
        self.child.wait().expect("it ends");
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Waits until `person` can read all of these lines, and says how long it took.
///
/// # Panics
/// When a minute is not enough.
pub fn until_read(person: &Person, lines: &[String]) -> Duration {
    let since = Instant::now();
    loop {
        let here: Vec<String> = person.entries().into_iter().map(|[_, _, _, text]| text).collect();
        let missing: Vec<&String> = lines.iter().filter(|line| !here.contains(line)).collect();
        if missing.is_empty() {
            return since.elapsed();
        }
        let log = std::fs::read_to_string(person.home.with_extension("watch")).unwrap_or_default();
        assert!(since.elapsed() < Duration::from_secs(60), "{} lacks {missing:?}\n{log}", person.name);
        std::thread::sleep(Duration::from_millis(20));
    }
}

/// How things stand, as the watch of this home says over its socket; null where there is none.
pub fn standing(person: &Person) -> Value {
    let Ok(mut socket) = UnixStream::connect(person.home.join("socket")) else { return Value::Null };
    let mut line = String::new();
    let asked = socket.write_all(b"\"standing\"\n").and_then(|()| BufReader::new(socket).read_line(&mut line));
    asked
        .ok()
        .and_then(|_| serde_json::from_str::<Value>(&line).ok())
        .map_or(Value::Null, |answer| answer["standing"].clone())
}

/// Waits until the two are in touch, as the watch says.
///
/// # Panics
/// When half a minute is not enough.
pub fn until_in_touch(person: &Person) -> Duration {
    let since = Instant::now();
    while standing(person)["together"] != true {
        let log = std::fs::read_to_string(person.home.with_extension("watch")).unwrap_or_default();
        assert!(since.elapsed() < Duration::from_secs(30), "{} is alone\n{log}", person.name);
        std::thread::sleep(Duration::from_millis(50));
    }
    since.elapsed()
}
