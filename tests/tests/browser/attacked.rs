//! A page of another program on this laptop, which knows our name and our port, tries all that a page can try.

use kintsugi_tests::browser::Chromium;
use kintsugi_tests::{OpenPage, Two};

use crate::stranger::Stranger;

/// What it tries, one after the other, and what came of each.
pub(crate) const ATTACK: &str = r#"<!doctype html><meta charset="utf-8"><title>elsewhere</title>
<form id="f" method="post" action="TARGET/write"><input name="text" value="a forged line"><input name="kind" value="note"></form>
<script>
const target = 'TARGET', form = () => new URLSearchParams({ text: 'a forged line', kind: 'note' });
const loaded = (tag, path) => new Promise((done) => {
  const one = document.createElement(tag);
  one.onload = () => done(tag === 'iframe' ? 'framed ' + (one.contentDocument?.body?.innerText ?? '') : 'loaded ' + Object.keys(window).length);
  one.onerror = () => done('no');
  one.src = target + path;
  document.body.append(one);
});
const attempts = {
  fetch: () => fetch(target + '/read', { credentials: 'include' }).then((r) => r.text()),
  opaque: () => fetch(target + '/read', { credentials: 'include', mode: 'no-cors' }).then((r) => r.text()),
  post: () => fetch(target + '/write', { method: 'POST', credentials: 'include', mode: 'no-cors', body: form() }).then((r) => r.text()),
  plain: () => fetch(target + '/write', { method: 'POST', credentials: 'include', mode: 'no-cors', body: form().toString() }).then((r) => r.text()),
  json: () => fetch(target + '/act', { method: 'POST', credentials: 'include', headers: { 'content-type': 'application/json' }, body: '{}' }).then((r) => r.text()),
  beacon: () => navigator.sendBeacon(target + '/lock', form()) ? '' : 'no',
  img: () => loaded('img', '/mark.svg'),
  script: () => loaded('script', '/page.js'),
  frame: () => loaded('iframe', '/read'),
  socket: () => new Promise((done) => { const s = new WebSocket(target.replace('http', 'ws') + '/live'); s.onopen = () => done('open'); s.onerror = () => done('no'); }),
  stream: () => new Promise((done) => { const s = new EventSource(target + '/live', { withCredentials: true }); s.onopen = () => done('open'); s.onerror = () => { s.close(); done('no'); }; }),
};
const tried = (async () => {
  const came = {};
  for (const [name, attempt] of Object.entries(attempts)) {
    came[name] = await Promise.resolve(attempt()).then((text) => String(text), (error) => 'no: ' + error.name);
  }
  return came;
})();
</script>"#;

/// None of the attempts read a word.
pub(crate) fn came_to_nothing(came: &serde_json::Value, host: &str) {
    let came = came.as_object().expect("what came of each");
    assert_eq!(came.len(), 11, "all of it was tried: {came:?}");
    for (attempt, text) in came {
        let text = text.as_str().unwrap_or_default();
        // A frame says that it has loaded, whatever stands in it, and an opaque answer has no words.
        let nothing = text.is_empty() || text.starts_with("no") || text == "framed ";
        assert!(nothing, "{attempt} from {host}: {text}");
    }
}

#[test]
fn a_page_from_another_port_or_another_name_reads_nothing_and_changes_nothing() {
    let Some(browser) = Chromium::start() else { return };
    let two = Two::with_journals();
    two.ana.write("the gooseberry bush", &[]);
    let page = OpenPage::by(&two.ana);
    let ours = browser.tab();
    ours.open(&page.at(&page.enter));
    let before = two.ana.entries();
    let stranger = Stranger::with(ATTACK.replace("TARGET", &page.at("")));
    for host in ["127.0.0.1", "localhost", "elsewhere.localhost"] {
        let theirs = browser.tab();
        theirs.open(&format!("http://{host}:{}/", stranger.port));
        came_to_nothing(&theirs.value("tried"), host);
        let answers = theirs.answered();
        let of_ours: Vec<_> = answers.iter().filter(|(url, _)| url.starts_with(&page.at("/"))).collect();
        assert!(!of_ours.is_empty() && of_ours.iter().all(|(_, status)| matches!(status, 403 | 405)), "{of_ours:?}");
        for way in ["document.getElementById('f').submit()", "location = 'TARGET/read'", "location = 'TARGET/hide'"] {
            theirs.open(&format!("http://{host}:{}/page", stranger.port));
            theirs.leads(|tab| drop(tab.value(&way.replace("TARGET", &page.at("")))));
            assert!(!theirs.words().contains("gooseberry"), "{way} from {host}: {}", theirs.words());
        }
    }
    assert_eq!(two.ana.entries(), before);
    ours.open(&page.at("/read"));
    assert!(ours.words().contains("gooseberry"), "it is open still, and neither locked nor hidden: {}", ours.words());
}
