// All the script there is. Without it every page still works.
'use strict';
(() => {
  const go = (rel) => document.querySelector(`a[rel=${rel}]`)?.click();
  const post = (path) => fetch(path, { method: 'POST', body: new URLSearchParams(), keepalive: true });

  // Esc twice hides the page at once, and leaves nothing to go back to.
  let last = 0;
  const hide = () => {
    document.documentElement.hidden = true;
    post('/hide').catch(() => {}).finally(() => location.replace('/hidden'));
  };
  // Whoever types is there, and the journal stays open for them: said once in twenty seconds at most.
  let said = 0;
  const here = (stamp) => {
    if (stamp - said > 20000 && document.querySelector('.frame, .ring')) { said = stamp; post('/here').catch(() => {}); }
  };
  addEventListener('keydown', (key) => {
    here(key.timeStamp);
    if (key.key === 'Escape') {
      if (key.timeStamp - last < 600 && document.querySelector('[data-hide], .ring')) hide();
      last = key.timeStamp;
    }
    if ((key.ctrlKey || key.metaKey) && key.key === 'Enter') key.target.form?.requestSubmit();
    if (document.body.dataset.keys === 'next' && !key.ctrlKey && !key.metaKey && !key.altKey) {
      if (key.key === 'ArrowRight' || key.key === ' ') { key.preventDefault(); go('next'); }
      if (key.key === 'ArrowLeft') go('prev');
    }
  });
  // What is typed is kept as a draft, a moment after it was typed and when the page goes. Saving waits for one on its way.
  for (const form of document.querySelectorAll('form[data-draft]')) {
    const name = form.elements.draft;
    let due = 0, busy = null, over = false;
    const keep = (keepalive) => {
      clearTimeout(due); due = 0;
      const body = new URLSearchParams(new FormData(form));
      body.set('for', form.dataset.draft);
      busy = fetch('/draft', { method: 'POST', body, keepalive })
        .then(async (answer) => { if (answer.ok) name.value = await answer.text(); else later(9000); })
        .catch(() => {}).finally(() => { busy = null; });
    };
    const later = (wait) => { due ||= setTimeout(() => { due = 0; busy ? later(wait) : keep(false); }, wait); };
    form.addEventListener('input', () => later(1500));
    form.addEventListener('submit', (event) => {
      clearTimeout(due); over = true;
      const by = event.submitter;
      if (busy) { event.preventDefault(); busy.finally(() => form.requestSubmit(by)); }
    });
    addEventListener('pagehide', () => { if (due && !over) keep(true); });
  }
  // Files go one after the other, each as it is; then the form for which they came.
  for (const form of document.querySelectorAll('[data-file]')) {
    form.hidden = false;
    form.addEventListener('submit', async (event) => {
      event.preventDefault();
      form.inert = true;
      let at = 0;
      for (const body of form.querySelector('[type=file]').files) {
        const headers = { 'content-type': 'application/octet-stream', 'x-name': encodeURIComponent(body.name), 'x-at': at++ };
        await fetch(form.dataset.file, { method: 'POST', body, headers }).catch(() => {});
      }
      form.submit();
    });
  }
  addEventListener('pointerdown', (click) => here(click.timeStamp));
  // A page that the browser kept and shows again is asked for anew.
  addEventListener('pageshow', (event) => { if (event.persisted) location.reload(); });

  // What happens is told by its name alone. Nothing changes under somebody's hands; once nobody answers any more, the page is
  // covered, so that no click and no word goes to a stranger in this place.
  let typed = false, left = -9e9;
  addEventListener('input', () => { typed = true; });
  addEventListener('beforeunload', () => { left = performance.now(); });
  const leaving = () => performance.now() - left < 5000;
  const cover = (why) => {
    for (const part of document.body.children) {
      part.inert = part.hidden = part.dataset.on !== why;
    }
  };
  const heard = (name) => {
    if (name === 'ended') return cover(name);
    if (leaving()) return;
    if (name === 'locked') {
      if (!document.querySelector('.frame, .ring, .voice')) return;
      if (typed) cover(name); else location.replace('/');
    } else if ('live' in document.body.dataset) location.reload();
    else document.querySelectorAll('.news p').forEach((p) => { p.hidden = !p.dataset.on.split(' ').includes(name); });
  };
  const live = async () => {
    let wait = 0;
    try {
      const { live: told } = document.body.dataset;
      const answer = await fetch(told === undefined ? '/live' : `/live?told=${told}`), text = new TextDecoder();
      if (answer.status === 204) wait = 30000;
      else if (answer.ok) {
        const reader = answer.body.getReader();
        for (let part; !(part = await reader.read()).done;) text.decode(part.value).trim().split('\n').forEach(heard);
      }
    } catch { /* Nobody answers. */ }
    if (wait || leaving()) setTimeout(live, wait || 5000); else cover('ended');
  };
  live();

  const ring = document.getElementById('ring');
  if (ring) timer(Number(ring.dataset.seconds) * 1000);

  // The time is that of the clock on the wall, so that a tab which slept is right again.
  function timer(whole) {
    const by = (id) => document.getElementById(id);
    const [clock, pause, told, box] = ['clock', 'pause', 'told', 'tone'].map(by);
    const circle = ring.querySelector('.left'), round = Number(circle.getAttribute('stroke-dasharray'));
    let left = whole, since = Date.now(), tone = null, before = whole, awake = null;
    const now = () => (since === null ? left : Math.max(0, left - (Date.now() - since)));
    const say = (text) => { told.textContent = text; };
    const stay = () => navigator.wakeLock?.request('screen').then((lock) => { awake = lock; }).catch(() => {});
    const ring_once = () => {
      if (!tone) return;
      const from = tone.currentTime, gain = new GainNode(tone, { gain: 0 }), voice = new OscillatorNode(tone, { frequency: 432 });
      voice.connect(gain).connect(tone.destination);
      gain.gain.linearRampToValueAtTime(.12, from + .05);
      gain.gain.exponentialRampToValueAtTime(.0001, from + 3);
      voice.start(from); voice.stop(from + 3.1);
    };
    const show = () => {
      const rest = now(), seconds = Math.ceil(rest / 1000);
      clock.textContent = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
      circle.setAttribute('stroke-dashoffset', (round * (1 - rest / whole)).toFixed(2));
      if (since !== null) here(performance.now());
      if (before > 60000 && rest <= 60000 && rest > 0) say('One more minute.');
      if (before > 0 && rest === 0) { say('The time is over.'); ring_once(); since = null; left = 0; pause.hidden = true; awake?.release(); }
      before = rest;
    };
    pause.hidden = false; box.parentElement.hidden = false;
    box.addEventListener('change', () => { tone = box.checked ? (tone ?? new AudioContext()) : null; ring_once(); });
    pause.addEventListener('click', () => {
      if (since === null) since = Date.now(); else { left = now(); since = null; }
      pause.setAttribute('aria-pressed', String(since === null));
      pause.textContent = since === null ? 'Go on' : 'Pause';
      show();
    });
    addEventListener('keydown', (key) => {
      if (key.key === ' ' && key.target === document.body && !pause.hidden) { key.preventDefault(); pause.click(); }
    });
    say('The time begins.'); stay(); show(); setInterval(show, 250);
  }
})();
