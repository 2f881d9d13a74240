//! Nothing leaves the home network: every packet of both laptops is recorded on all interfaces and looked at.

use std::net::IpAddr;
use std::time::Duration;

use kintsugi_tests::company::{Company, until_in_touch, until_read};
use kintsugi_tests::{Packet, Recorder, is_slow, note, repeats};

/// A way out on each laptop that leads to a gateway which answers nothing, a VPN that has the default route, and a bridge of
/// containers; and a name server behind the gateway.
fn with_ways_out(company: &Company) {
    let lab = &company.lab;
    // Where it is a link into /run, that is empty here.
    lab.sh("echo 'nameserver 192.168.77.1' > /run/resolv.conf; at=$(readlink -m /etc/resolv.conf); \
         mkdir -p \"$(dirname \"$at\")\"; [ -e \"$at\" ] || touch \"$at\"; mount --bind /run/resolv.conf \"$at\"");
    lab.on("gw", "ip addr flush dev eth0; ip addr add 192.168.77.1/24 dev eth0");
    for (host, n) in [("a", 2), ("b", 3)] {
        lab.on(
            host,
            &format!(
                "ip route add default via 192.168.77.1 dev eth0 metric 100; \
                 ip link add corp type veth peer name corp1; ip link set corp up; ip link set corp1 up; \
                 ip addr add 10.200.0.{n}/24 dev corp; \
                 ip link add tun0 type veth peer name tun1; ip link set tun0 up; ip link set tun1 up; \
                 ip addr add 10.201.0.{n}/24 dev tun0; \
                 ip route add default via 10.201.0.1 dev tun0 metric 50; \
                 ip link add docker0 type bridge; ip link set docker0 up; ip addr add 172.17.0.1/16 dev docker0"
            ),
        );
    }
}

fn shown<'a>(packets: impl Iterator<Item = &'a Packet>) -> String {
    let mut lines: Vec<String> = packets.map(ToString::to_string).collect();
    lines.sort();
    let mut counted: Vec<(String, u32)> = Vec::new();
    for line in lines {
        match counted.last_mut() {
            Some((last, count)) if *last == line => *count += 1,
            _ => counted.push((line, 1)),
        }
    }
    counted.iter().map(|(line, count)| format!("{count:>6} x {line}\n")).collect()
}

#[test]
fn nothing_leaves_the_home_network() {
    let watched = Duration::from_secs(repeats("KINTSUGI_WATCH_SECONDS", if is_slow() { 300 } else { 20 }));
    let company = Company::new(&["a", "b", "gw"]);
    with_ways_out(&company);
    // The office network is private, too; somebody chose the one at home, once.
    for person in [&company.two.ana, &company.two.ben] {
        person.ok(&["config", "network", "eth0"]);
    }
    let folder = company.two.root.path();
    let recorders = ["a", "b", "gw"].map(|host| Recorder::start(&company.lab, host, &folder.join(host)));
    company.pair();
    company.two.ana.write("one line", &[]);
    company.two.sync();
    {
        let _watches = company.watch();
        until_in_touch(&company.two.ana);
        company.two.ben.write("another line", &["--now"]);
        until_read(&company.two.ana, &["another line".to_owned()]);
        std::thread::sleep(watched);
    }
    company.two.ana.ok(&["leave", "--yes"]);
    company.two.ben.run(&["sync", "--wait", "1"]);
    let [a, b, gateway] = recorders.map(Recorder::stop);
    let laptops: Vec<IpAddr> = ["a", "b"].map(|host| company.lab.address(host).parse().expect("an address")).into();
    for (host, packets) in [("a", &a), ("b", &b)] {
        let talk = packets.iter().filter(|packet| packet.kind == "udp" && !packet.is_mdns()).count();
        assert!(talk > 50, "the recorder on {host} saw the two talk ({talk} packets)");
        let astray: Vec<&Packet> = packets.iter().filter(|packet| !packet.is_at_home(&laptops)).collect();
        assert!(
            astray.is_empty(),
            "laptop {host} sent or heard\n{}of all\n{}",
            shown(astray.into_iter()),
            shown(packets.iter())
        );
        for packet in packets {
            let text = String::from_utf8_lossy(&packet.payload).to_lowercase();
            assert!(!text.contains("kintsugi"), "{host}: the name of the program in {packet}");
            assert!(
                !packet.is_mdns() || (!text.contains("ana") && !text.contains("ben")),
                "{host}: a name in {packet}"
            );
        }
    }
    let ours = |packet: &&Packet| packet.kind != "arp" && packet.to.is_some_and(|to| !to.is_multicast());
    let at_gateway: Vec<&Packet> = gateway.iter().filter(ours).collect();
    assert!(at_gateway.is_empty(), "the gateway got\n{}", shown(at_gateway.into_iter()));
    let minutes = watched.as_secs_f64() / 60.0;
    let quiet = a.iter().filter(|packet| packet.kind == "udp").count();
    note(&format!(
        "laptop a: {quiet} UDP packets in and out in {minutes:.1} minutes of watch and all before\n{}",
        shown(a.iter())
    ));
}
